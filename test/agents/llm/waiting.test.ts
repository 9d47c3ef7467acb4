import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { eachOf, openDesk, pieces, request, told } from './desk.ts'
import { speeches } from './vendors.ts'

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')
if (typeof collect !== 'function') throw new Error('garbage cannot be collected by hand')

const late = { kind: 'failed', reason: 'TIMEOUT', charged: 'UNKNOWN' } as const

t.test('who does not answer is left, and the connection with it', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { callSeconds: 0.2 })
    server.reply('SILENCE')
    t.match(await provider.complete(request), late)
    t.match(await provider.complete(request, () => undefined), late)
    await server.over()
  })
})

t.test('a stream that says no more, in its middle or from its beginning', async (t) => {
  // A client may lose its way back to the connection with what is collected meanwhile.
  const collecting = setInterval(() => void Reflect.apply(collect, undefined, []), 100)
  t.teardown(() => clearInterval(collecting))
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { silenceSeconds: 2 })
    const stream = speech.stream(told)
    for (const parts of [4, 0]) {
      const heard: string[] = []
      server.reply({ ...stream, body: stream.body.slice(0, parts), end: 'HANG' })
      t.match(await provider.complete(request, (delta) => heard.push(delta)), late)
      t.equal(heard.length > 0, parts > 0)
    }
    await server.over()
  })
})

t.test('a caller that gives up in the middle', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    const stream = speech.stream(told)
    const given = { kind: 'failed', reason: 'CANCELLED', charged: 'UNKNOWN' }
    const caller = new AbortController()
    server.reply({ ...stream, body: stream.body.slice(0, 4), end: 'HANG' })
    const heard: string[] = []
    const outcome = await provider.complete({ ...request, signal: caller.signal }, (delta) => {
      heard.push(delta)
      caller.abort()
    })
    t.match(outcome, given)
    t.same(heard, pieces.slice(0, 1))
    await server.over()
    const gone = { ...request, signal: AbortSignal.abort() }
    t.match(await provider.complete(gone), { reason: 'CANCELLED', charged: 'NOTHING' })
    t.equal(server.seen.length, 1)
  })
})

t.test('a caller whose own time is over says nothing about the provider', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider, port } = await openDesk(t, speech, { breakerFailures: 1 })
    server.reply('SILENCE')
    const signal = AbortSignal.timeout(100)
    t.match(await provider.complete({ ...request, signal }), late)
    await server.over()
    t.match(await provider.complete({ ...request, signal }), { ...late, charged: 'NOTHING' })
    t.match(port.health(), [{ breaker: 'CLOSED' }])
  })
})

t.test('who waits in line and gives up has asked for nothing', async (t) => {
  eachOf(t, speeches.slice(0, 1), async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { callsAtOnce: 1, waiting: 1 })
    server.reply('SILENCE')
    const [first, second] = [new AbortController(), new AbortController()]
    const asked = provider.complete({ ...request, signal: first.signal })
    const inLine = provider.complete({ ...request, signal: second.signal })
    const turnedAway = await provider.complete(request)
    t.match(turnedAway, { reason: 'OVERLOADED', charged: 'NOTHING', retryAfterMs: Number })
    second.abort()
    t.match(await inLine, { reason: 'CANCELLED', charged: 'NOTHING' })
    first.abort()
    t.match(await asked, { reason: 'CANCELLED' })
  })
})

t.test('a model that asked for time is left in peace, and the others are not', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    server.reply(speech.trouble('RATE_LIMITED', 'slow down'))
    const first = await provider.complete(request)
    server.reply(speech.whole(told))
    const second = await provider.complete(request)
    t.match(first, { reason: 'RATE_LIMITED', retryAfterMs: 7_000 })
    t.match(second, { reason: 'RATE_LIMITED', charged: 'NOTHING', retryAfterMs: Number })
    t.equal(server.seen.length, 1)
    t.match(await provider.complete({ ...request, model: 'model-2' }), { kind: 'completed' })
  })
})

t.test('who fails again and again is not asked any more', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider, port } = await openDesk(t, speech, {
      breakerFailures: 2,
      breakerSeconds: 3_600,
    })
    server.reply(speech.trouble('BROKEN', 'no'))
    await provider.complete(request)
    t.match(port.health(), [{ provider: 'vendor', breaker: 'CLOSED' }])
    await provider.complete(request, () => undefined)
    t.match(port.health(), [{ provider: 'vendor', breaker: 'OPEN' }])
    server.reply(speech.whole(told))
    t.match(await provider.complete(request), {
      reason: 'UNAVAILABLE',
      charged: 'NOTHING',
      retryAfterMs: 3_600_000,
    })
    t.equal(server.seen.length, 2)
  })
})

t.test('after a while one call tries again', async (t) => {
  eachOf(t, speeches.slice(0, 1), async (t, speech) => {
    const { server, provider, port } = await openDesk(t, speech, {
      breakerFailures: 1,
      breakerSeconds: 0.01,
    })
    server.reply(speech.trouble('BROKEN', 'no'))
    await provider.complete(request)
    server.reply(speech.whole(told))
    let outcome = await provider.complete(request)
    while (outcome.kind === 'failed') outcome = await provider.complete(request)
    t.match(port.health(), [{ breaker: 'CLOSED' }])
  })
})

t.test('refusals of one request say nothing about the provider', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider, port } = await openDesk(t, speech, { breakerFailures: 1 })
    for (const trouble of ['INVALID', 'TOO_LONG', 'UNAUTHORISED'] as const) {
      server.reply(speech.trouble(trouble, 'no'))
      await provider.complete(request)
    }
    t.match(port.health(), [{ breaker: 'CLOSED' }])
    t.equal(server.seen.length, 3)
  })
})
