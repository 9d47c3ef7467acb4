import { type Client, createClient } from 'graphql-ws'
import t from 'tap'
import WebSocket from 'ws'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { connectNatsBus } from '../../platform/bus/nats-bus.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { subjects } from '../../platform/positions/notices.ts'
import { idOf } from '../read-models/samples.ts'
import { play, type StepName } from '../read-models/steps.ts'
import { eventually } from '../servers/eventually.ts'
import { startNats } from '../servers/nats.ts'
import { startReadApi } from './kit.ts'

const nats = await startNats()
t.teardown(nats.stop)

/** Counts who listens, to see that nobody is left over. */
const counted = (bus: Bus) => {
  const listening = new Set<string>()
  const counting: Bus = {
    ...bus,
    subscribe: (pattern, handler) => {
      const stop = bus.subscribe(pattern, handler)
      const name = `${pattern} ${Math.random()}`
      listening.add(name)
      return () => {
        listening.delete(name)
        stop()
      }
    },
  }
  const on = (subject: string) => [...listening].filter((name) => name.startsWith(`${subject} `))
  return { bus: counting, on }
}

const jobId = idOf('job', '1')
const walletId = `${idOf('organisation', 'x')}-USD`
const follow = `subscription($jobId: ID!) { jobChanged(jobId: $jobId) { status phase position } }`

const buses: Readonly<Record<string, () => Promise<Bus>>> = {
  memory: async () => createMemoryBus(),
  nats: () => connectNatsBus(nats.url),
}

for (const [name, connect] of Object.entries(buses))
  t.test(name, async (t) => {
    const real = await connect()
    const { bus, on } = counted(real)
    const api = await startReadApi({ bus, reauthenticateMs: 20 })
    t.teardown(async () => {
      await api.stop()
      await real.close()
    })
    play(api.recorder, ['registerDevice', 'goOnline', 'credit', 'submit'], 'a', '1', 'x')
    await api.project()

    /** The rows, then the notices, as the projector does it. */
    const happen = async (...steps: readonly StepName[]): Promise<void> => {
      play(api.recorder, steps, 'a', '1', 'x')
      const position = (await api.project()).toString()
      bus.publish(subjects.job(jobId), { position })
      bus.publish(subjects.wallet(walletId), { position })
      await bus.flush()
    }
    const clients = new Set<Client>()
    const closes: { readonly code: number; readonly reason: string }[] = []
    const client = (as: string | undefined): Client => {
      const made = createClient({
        url: api.url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        lazy: true,
        connectionParams: as === undefined ? {} : { authorization: `Bearer ${as}` },
        on: {
          closed: (event) => {
            if (event instanceof Object && 'code' in event && 'reason' in event)
              if (event.code !== 1000)
                // A client's own goodbye may come late, in the next test.
                closes.push({ code: Number(event.code), reason: String(event.reason) })
          },
        },
      })
      clients.add(made)
      return made
    }
    t.afterEach(async () => {
      for (const made of clients) await made.dispose()
      clients.clear()
    })
    type Told = {
      readonly data: {
        readonly jobChanged: { readonly status: string; readonly position: string }
        readonly walletChanged: { readonly held: { readonly amount: string } }
      }
      readonly extensions: { readonly position: string }
    }
    type Heard = {
      readonly next: readonly Told[]
      error: unknown
      done: boolean
      readonly stop: () => void
    }
    const listen = (by: Client, query: string, variables: Record<string, unknown>): Heard => {
      const next: Told[] = []
      const heard: Heard = {
        next,
        error: undefined,
        done: false,
        stop: by.subscribe(
          { query, variables },
          {
            // The server is under test; a wrong shape fails the assertions.
            next: (value) => void next.push(value as unknown as Told),
            error: (error) => {
              heard.error = error
            },
            complete: () => {
              heard.done = true
            },
          },
        ),
      }
      return heard
    }

    t.test('a job as it is, then after each change', async (t) => {
      const heard = listen(client('x'), follow, { jobId })
      await eventually(() => heard.next[0])
      t.match(heard.next[0], {
        data: { jobChanged: { status: 'SUBMITTED' } },
        extensions: { generation: 1, cost: 1 },
      })
      await happen('hold', 'queue')
      await eventually(() => heard.next.find((value) => value.data.jobChanged.status === 'QUEUED'))
      await happen('dispatch', 'executing')
      const running = await eventually(() =>
        heard.next.find((value) => value.data.jobChanged.status === 'RUNNING'),
      )
      t.ok(BigInt(running.extensions.position) >= BigInt(running.data.jobChanged.position))
      t.equal(on(subjects.job(jobId)).length, 1)
      heard.stop()
      await eventually(() => (on(subjects.job(jobId)).length === 0 ? true : undefined))
      t.pass('nobody listens any more')
    })

    t.test('a wallet', async (t) => {
      const query =
        'subscription($walletId: ID!) { walletChanged(walletId: $walletId) { held { amount } } }'
      const heard = listen(client('x'), query, { walletId })
      await eventually(() => heard.next[0])
      await happen('capture')
      const last = await eventually(() =>
        heard.next.find((value) => value.data.walletChanged.held.amount === '0'),
      )
      t.ok(last)
    })

    t.test('what belongs to others is not found', async (t) => {
      const heard = listen(client('y'), follow, { jobId })
      await eventually(() => heard.next[0])
      t.match(heard.next[0], {
        errors: [{ path: ['jobChanged'], extensions: { code: 'NOT_FOUND' } }],
      })
      await eventually(() => (heard.done ? true : undefined))
      t.same(on(subjects.job(jobId)), [])
    })

    t.test('every limit holds here too', async (t) => {
      const cases: readonly (readonly [string, string])[] = [
        ['{ devices { edges { cursor } } }', 'QUERY_INVALID'],
        ['subscription {', 'QUERY_INVALID'],
        ['subscription { nothing }', 'QUERY_INVALID'],
        ['subscription($jobId: ID!) { jobChanged(jobId: $jobId) { id } }', 'QUERY_INVALID'],
        [
          `subscription { jobChanged(jobId: "${jobId}") { timeline(first: 100) { edges { node { type } } } device { queue(first: 100) { edges { node { job { timeline(first: 100) { edges { node { type } } } } } } } } } }`,
          'QUERY_TOO_COMPLEX',
        ],
        [
          `subscription { jobChanged(jobId: "${jobId}") { ${'a: name '.repeat(31)} } }`,
          'QUERY_TOO_COMPLEX',
        ],
        [
          `subscription { jobChanged(jobId: "${jobId}") { ${'name '.repeat(2_000)} } }`,
          'QUERY_TOO_COMPLEX',
        ],
      ]
      for (const [query, code] of cases) {
        const heard = listen(client('x'), query, {})
        const error = await eventually(() => heard.error)
        t.match(error, [{ extensions: { code } }], query.slice(0, 60))
      }
    })

    t.test('a connection needs a credential, and keeps needing it', async (t) => {
      for (const as of [undefined, 'stranger']) {
        closes.length = 0
        const heard = listen(client(as), follow, { jobId })
        await eventually(() => heard.error)
        t.same(closes, [{ code: 4403, reason: 'UNAUTHENTICATED' }])
      }
      closes.length = 0
      const heard = listen(client('x'), follow, { jobId })
      await eventually(() => heard.next[0])
      api.revoked.add('x')
      await eventually(() => closes[0])
      t.same(closes, [{ code: 4403, reason: 'UNAUTHENTICATED' }])
      api.revoked.delete('x')
      await eventually(() => (on(subjects.job(jobId)).length === 0 ? true : undefined))
    })

    t.test('many come and go, and leave nothing', async (t) => {
      const one = client('x')
      const all = Array.from({ length: 50 }, () => listen(one, follow, { jobId }))
      all.slice(0, 20).forEach(({ stop }) => stop())
      await eventually(() =>
        all.slice(20).every(({ next }) => next.length > 0) ? true : undefined,
      )
      t.equal(on(subjects.job(jobId)).length, 30)
      one.terminate()
      await eventually(() => (on(subjects.job(jobId)).length === 0 ? true : undefined))
    })

    t.test('when the server closes, followers are told', async (t) => {
      closes.length = 0
      const heard = listen(client('x'), follow, { jobId })
      await eventually(() => heard.next[0])
      await api.app.close()
      await eventually(() => closes[0])
      t.match(closes, [{ code: 1001 }])
      t.same(on(subjects.job(jobId)), [])
    })
  })
