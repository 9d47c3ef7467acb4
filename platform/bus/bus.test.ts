import { connect } from 'nats'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { freePort } from '../../test/servers/free-port.ts'
import { startNats } from '../../test/servers/nats.ts'
import type { Bus, BusOptions, DurableStream } from './bus.ts'
import { createMemoryBus } from './memory-bus.ts'
import { connectNatsBus } from './nats-bus.ts'
import { covers } from './subject.ts'

const server = await startNats()
t.teardown(server.stop)

const root = server.prefix
const stream: DurableStream = { name: root, prefix: `${root}.events` }

const implementations: Readonly<Record<string, (options: BusOptions) => Promise<Bus>>> = {
  memory: async (options) => createMemoryBus(options),
  nats: (options) => connectNatsBus(server.url, options),
}

for (const [name, create] of Object.entries(implementations)) {
  t.test(name, async (t) => {
    const errors: unknown[] = []
    const bus = await create({ stream, onError: (error) => errors.push(error) })
    t.teardown(bus.close)
    const listen = (pattern: string) => {
      const heard: [string, unknown][] = []
      const stop = bus.subscribe(pattern, (subject, message) => heard.push([subject, message]))
      return { heard, stop }
    }

    t.test('messages reach who listens, in order, as JSON', async (t) => {
      const { heard, stop } = listen(`${root}.jobs.*`)
      await bus.flush()
      for (let n = 0; n < 100; n += 1) bus.publish(`${root}.jobs.a`, { n, text: 'ä', none: null })
      bus.publish(`${root}.jobs.a.b`, 'too deep')
      await eventually(() => heard[99])
      await bus.flush()
      t.same(
        heard.map(([, message]) => message),
        Array.from({ length: 100 }, (_, n) => ({ n, text: 'ä', none: null })),
      )
      stop()
      bus.publish(`${root}.jobs.a`, 'after')
      await bus.flush()
      await bus.flush()
      t.equal(heard.length, 100, 'nothing after unsubscribing')
    })

    t.test('what was published before listening is not heard', async (t) => {
      bus.publish(`${root}.early`, 1)
      await bus.flush()
      const { heard } = listen(`${root}.early`)
      bus.publish(`${root}.early`, 2)
      await eventually(() => heard[0])
      t.same(heard, [[`${root}.early`, 2]])
    })

    t.test('each listener gets its own copy, and > covers the rest', async (t) => {
      const one = listen(`${root}.copy.>`)
      const other = listen(`${root}.*.x.y`)
      await bus.flush()
      const message = { list: [1] }
      bus.publish(`${root}.copy.x.y`, message)
      bus.publish(`${root}.copy`, 'not below itself')
      message.list.push(2)
      await eventually(() => one.heard[0] && other.heard[0])
      t.same(one.heard, [[`${root}.copy.x.y`, { list: [1] }]])
      t.same(other.heard, one.heard)
      t.not(other.heard[0]?.[1], one.heard[0]?.[1])
    })

    t.test('a handler that throws harms nobody else', async (t) => {
      const stop = bus.subscribe(`${root}.boom`, () => {
        throw new Error('boom')
      })
      const { heard } = listen(`${root}.boom`)
      await bus.flush()
      bus.publish(`${root}.boom`, 1)
      bus.publish(`${root}.boom`, 2)
      await eventually(() => heard[1])
      t.equal(errors.filter((error) => String(error).includes('boom')).length, 2)
      stop()
    })

    t.test('bad subjects and patterns are refused', async (t) => {
      for (const subject of ['', 'a..b', '.a', 'a.', 'a b', 'a.*', 'a.>', '>', 'a\r\nPUB b'])
        t.throws(() => bus.publish(subject, 1), /not a subject/, JSON.stringify(subject))
      for (const pattern of ['', 'a..b', 'a.>.b', 'a b', 'a.b*', 'a\n'])
        t.throws(() => bus.subscribe(pattern, () => undefined), /not a pattern/, pattern)
      await t.rejects(bus.publishDurable(`${root}.other.a`, '1', 1), /not below/)
      await t.rejects(bus.publishDurable(`${stream.prefix}.*`, '1', 1), /not a subject/)
    })

    t.test('a durable message is stored once for each id', async (t) => {
      const { heard } = listen(`${stream.prefix}.>`)
      await bus.flush()
      const first = await bus.publishDurable(`${stream.prefix}.job`, `${name}-1`, { n: 1 })
      const again = await bus.publishDurable(`${stream.prefix}.job`, `${name}-1`, { n: 1 })
      const second = await bus.publishDurable(`${stream.prefix}.job`, `${name}-2`, { n: 2 })
      if (first.kind !== 'stored') throw new Error(first.kind)
      t.match(again, { kind: 'stored', sequence: first.sequence, duplicate: true })
      t.match(second, { kind: 'stored', sequence: first.sequence + 1, duplicate: false })
      await eventually(() => heard[2])
      t.pass('listeners hear durable messages too')
    })

    t.test('after closing nothing can be published', async (t) => {
      const late = await create({ stream })
      const heard: unknown[] = []
      late.subscribe(`${root}.late`, (_, message) => heard.push(message))
      await late.flush()
      late.publish(`${root}.late`, 1)
      await late.ping()
      await late.close()
      t.same(heard, [1], 'what was under way is delivered')
      t.throws(() => late.publish(`${root}.late`, 2))
      await t.rejects(late.ping())
      await late.close()
    })
  })
}

t.test('patterns: a subject is covered by itself and by its generalisations', async () => {
  const token = fc.stringMatching(/^[a-z]{1,3}$/)
  const subjects = fc.array(token, { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(subjects, fc.nat(), fc.nat(), (tokens, at, cut) => {
      const subject = tokens.join('.')
      const starred = tokens.map((token, n) => (n === at % tokens.length ? '*' : token)).join('.')
      const below = [...tokens.slice(0, cut % tokens.length), '>'].join('.')
      return (
        covers(subject, subject) &&
        covers(starred, subject) &&
        covers(below, subject) &&
        !covers(`${subject}.>`, subject) &&
        !covers(`${subject}.*`, subject) &&
        !covers(subject, `${subject}.x`)
      )
    }),
  )
})

t.test('memory: the list of durable messages is bounded', async (t) => {
  const bus = createMemoryBus({ keep: 3 })
  for (const id of ['a', 'b', 'c', 'd', 'b']) await bus.publishDurable('qhub.events.x', id, id)
  t.same(
    bus.stored().map(({ sequence, id }) => [sequence, id]),
    [
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ],
  )
})

t.test('nats: the stream holds the messages, as its operator configured it', async (t) => {
  const bus = await connectNatsBus(server.url, { stream })
  await bus.publishDurable(`${stream.prefix}.kept`, 'kept-1', { kept: true })
  await bus.close()
  const connection = await connect({ servers: new URL(server.url).host })
  const manager = await connection.jetstreamManager()
  const last = await manager.streams.getMessage(stream.name, {
    last_by_subj: `${stream.prefix}.kept`,
  })
  t.same(last.json(), { kept: true })
  await manager.streams.update(stream.name, { max_msgs: 1000 })
  const again = await connectNatsBus(server.url, { stream })
  t.equal((await manager.streams.info(stream.name)).config.max_msgs, 1000)
  await again.close()
  await manager.streams.delete(stream.name)
  await connection.close()
})

t.test('nats: without JetStream a durable message is only published', async (t) => {
  const plain = await startNats(await freePort(), ['-D'])
  t.teardown(plain.stop)
  const bus = await connectNatsBus(plain.url, { stream })
  t.same(await bus.publishDurable(`${stream.prefix}.x`, '1', 1), { kind: 'published' })
  await bus.close()
})

t.test('nats: credentials stand in the URL', async (t) => {
  const guarded = await startNats(undefined, ['--user', 'hub', '--pass', 'p@ss'])
  t.teardown(guarded.stop)
  const bus = await connectNatsBus(guarded.url.replace('//', '//hub:p%40ss@'))
  await bus.ping()
  await bus.close()
  await t.rejects(connectNatsBus(guarded.url), /^NATS at 127\.0\.0\.1:\d+: .*Authorization/i)
})

t.test('nats: a bus outlives its server, and subscriptions come back', async (t) => {
  const port = await freePort()
  const first = await startNats(port)
  const errors: unknown[] = []
  const bus = await connectNatsBus(first.url, { onError: (error) => errors.push(error) })
  const heard: unknown[] = []
  bus.subscribe('a.b', (_, message) => heard.push(message))
  await bus.flush()
  await first.stop()
  await eventually(() => errors[0])
  const second = await startNats(port)
  t.teardown(second.stop)
  await eventually(() =>
    bus.ping().then(
      () => true,
      () => undefined,
    ),
  )
  bus.publish('a.b', 'again')
  await eventually(() => heard[0])
  t.same(heard, ['again'])
  await bus.close()
})

t.test('nats: closing does not wait for a server that is gone', async (t) => {
  const gone = await startNats(await freePort())
  const bus = await connectNatsBus(gone.url, { onError: () => undefined })
  await gone.stop()
  await bus.close()
  t.throws(() => bus.publish('a', 1))
})

t.test('nats: an unreachable server is refused by its address', async (t) => {
  await t.rejects(connectNatsBus('nats://127.0.0.1:1'), /^NATS at 127\.0\.0\.1:1: /)
})
