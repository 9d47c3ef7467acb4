import t from 'tap'
import type { CompletionOutcome } from '../../../platform/llm/port.ts'
import { startVendorServer } from './server.ts'
import { eachOf, key, openDesk, pieces, request, told } from './desk.ts'
import type { Trouble } from './speech/speech.ts'
import { speeches } from './vendors.ts'

const meanings: Readonly<Record<Trouble, object>> = {
  RATE_LIMITED: { reason: 'RATE_LIMITED', charged: 'NOTHING', retryAfterMs: 7_000 },
  OVERLOADED: { reason: 'OVERLOADED', charged: 'NOTHING' },
  BUSY: { reason: 'OVERLOADED', charged: 'NOTHING' },
  BROKEN: { reason: 'UNAVAILABLE', charged: 'UNKNOWN' },
  UNAUTHORISED: { reason: 'UNAUTHORISED', charged: 'NOTHING' },
  FORBIDDEN: { reason: 'UNAUTHORISED', charged: 'NOTHING' },
  TOO_LONG: { reason: 'CONTEXT_TOO_LONG', charged: 'NOTHING' },
  INVALID: { reason: 'INVALID_REQUEST', charged: 'NOTHING' },
}

/** What a server may quote, and nobody is to read in a record. */
const secrets = `${key} and Where do you greet from?`

const hides = (outcome: CompletionOutcome): boolean => {
  const shown = JSON.stringify(outcome)
  return !shown.includes(key) && !shown.includes('greet from')
}

t.test('what vendors refuse, whether it was to be streamed', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    for (const [trouble, meaning] of Object.entries(meanings)) {
      const { server, provider } = await openDesk(t, speech)
      server.reply(speech.trouble(trouble as Trouble, secrets))
      const whole = await provider.complete({ ...request, model: 'model-1' })
      const streamed = await provider.complete({ ...request, model: 'model-2' }, () => undefined)
      for (const outcome of [whole, streamed]) {
        t.match(outcome, { kind: 'failed', ...meaning }, trouble)
        t.ok(hides(outcome), `${trouble} quotes nothing`)
      }
      t.equal(server.seen.length, 2, 'nothing is tried twice')
    }
  })
})

t.test('failures without a word of the vendor', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { breakerFailures: 100 })
    const headers = { 'content-type': 'text/html' }
    const body = [Buffer.from('<html>bad gateway</html>')]
    server.reply({ status: 502, headers, body, end: 'END' })
    t.match(await provider.complete(request), { reason: 'UNAVAILABLE', charged: 'UNKNOWN' })
    server.reply({ status: 504, headers, body: [], end: 'END' })
    t.match(await provider.complete(request), { reason: 'TIMEOUT', charged: 'UNKNOWN' })
    server.reply({ status: 413, headers, body, end: 'END' })
    t.match(await provider.complete(request), { reason: 'CONTEXT_TOO_LONG', charged: 'NOTHING' })
  })
})

t.test('answers that cannot be read', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { breakerFailures: 100 })
    const whole = speech.whole(told)
    const meaning = { kind: 'failed', reason: 'MALFORMED', charged: 'UNKNOWN' }
    for (const words of ['{"quotable": [{"te', '{}', '"quotable"', '[]']) {
      server.reply({ ...whole, body: [Buffer.from(words)] })
      const outcome = await provider.complete(request)
      t.match(outcome, meaning, words)
      t.notOk(JSON.stringify(outcome).includes('quotable'), 'nothing of it is quoted')
    }
    const stream = speech.stream(told)
    const [first, second, ...others] = stream.body
    server.reply({ ...stream, body: [first!, second!, speech.streamNonsense(), ...others] })
    t.match(await provider.complete(request, () => undefined), meaning)
  })
})

t.test('an error in the middle of a stream: what was heard was heard', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    const stream = speech.stream(told)
    const upTo = stream.body.length - 5
    server.reply({ ...stream, body: [...stream.body.slice(0, upTo), speech.streamTrouble()] })
    const heard: string[] = []
    const outcome = await provider.complete(request, (delta) => heard.push(delta))
    t.match(outcome, { kind: 'failed', charged: 'UNKNOWN' })
    t.match(outcome, { reason: /^(UNAVAILABLE|OVERLOADED)$/ })
    t.ok(heard.length > 0 && heard.every((delta, index) => delta === pieces[index]))
  })
})

t.test('connections that are torn', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { breakerFailures: 100 })
    const meaning = { kind: 'failed', reason: 'UNAVAILABLE', charged: 'UNKNOWN' }
    server.reply('CUT')
    t.match(await provider.complete(request), meaning, 'before the answer')
    const whole = speech.whole(told)
    const half = [whole.body[0]!.subarray(0, 20)]
    server.reply({ ...whole, body: half, end: 'CUT' })
    // The client of AWS cannot tell half an answer from one that makes no sense.
    const reason = speech.name === 'bedrock' ? 'MALFORMED' : 'UNAVAILABLE'
    t.match(await provider.complete(request), { ...meaning, reason }, 'in the answer')
    const stream = speech.stream(told)
    for (const end of ['CUT', 'END'] as const) {
      const heard: string[] = []
      server.reply({ ...stream, body: stream.body.slice(0, 4), end })
      t.match(await provider.complete(request, (delta) => heard.push(delta)), meaning)
      t.ok(heard.length > 0, `in the stream: ${end}`)
    }
  })
})

t.test('nobody is there: nothing was sent, and nothing is owed', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    await server.stop()
    const meaning = { kind: 'failed', reason: 'UNAVAILABLE', charged: 'NOTHING' }
    t.match(await provider.complete(request), meaning)
    t.match(await provider.complete(request, () => undefined), meaning)
  })
})

t.test('a redirect is not followed: the key stays with whom it is for', async (t) => {
  const elsewhere = await startVendorServer()
  t.teardown(elsewhere.stop)
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    const headers = { location: `${elsewhere.url}/v1/here` }
    elsewhere.reply(speech.whole(told))
    server.reply({ status: 307, headers, body: [], end: 'END' })
    t.match(await provider.complete(request), { kind: 'failed' })
    t.match(await provider.complete(request, () => undefined), { kind: 'failed' })
    t.equal(elsewhere.seen.length, 0)
  })
})
