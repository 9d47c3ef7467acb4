import t from 'tap'
import { eachOf, key, openDesk, pieces, request, text, told } from './desk.ts'
import { speeches } from './vendors.ts'

t.test('a whole answer: text, why it ended, what was counted', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    for (const finish of ['STOP', 'LENGTH', 'FILTERED'] as const) {
      server.reply(speech.whole({ ...told, finish }))
      const outcome = await provider.complete(request)
      t.match(outcome, { kind: 'completed', text, finish, usage: told.usage })
    }
    const [seen] = server.seen
    const { key: told_, ...asked } = speech.asked(seen!)
    t.match(asked, {
      model: 'model-1',
      system: 'Answer in one line.',
      user: 'Where do you greet from?',
      maxTokens: 50,
      schema: undefined,
      streams: false,
    })
    t.equal(told_, speech.name === 'ollama' ? undefined : key)
  })
})

t.test('a stream, wherever its bytes are split', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    for (const split of [undefined, 1, 3, 7, 61]) {
      server.reply({ ...speech.stream(told), ...(split === undefined ? {} : { split }) })
      const heard: string[] = []
      const outcome = await provider.complete(request, (delta) => heard.push(delta))
      t.match(outcome, { kind: 'completed', text, finish: 'STOP', usage: told.usage })
      t.same(heard, pieces)
    }
    t.ok(server.seen.every((seen) => speech.asked(seen).streams))
  })
})

t.test('streams that end for other reasons', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    for (const finish of ['LENGTH', 'FILTERED'] as const) {
      server.reply(speech.stream({ ...told, finish }))
      t.match(await provider.complete(request, () => undefined), { text, finish })
    }
  })
})

t.test('where the vendor did not count, the most that it can have been', async (t) => {
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    const usage = { tokensIn: provider.maxTokensIn(request), tokensOut: request.maxOutputTokens }
    const { usage: _, ...uncounted } = told
    server.reply(speech.whole(uncounted))
    t.match(await provider.complete(request), { kind: 'completed', usage })
    server.reply(speech.stream(uncounted))
    t.match(await provider.complete(request, () => undefined), { kind: 'completed', usage })
  })
})

t.test('a schema goes to models that obey one, and to no other', async (t) => {
  const responseSchema = {
    type: 'object',
    required: ['goal'],
    properties: { goal: { type: 'string' } },
    additionalProperties: false,
  }
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    server.reply(speech.whole(told))
    await provider.complete({ ...request, responseSchema })
    await provider.complete({ ...request, model: 'model-2', responseSchema })
    const [without, within] = server.seen.map((seen) => speech.asked(seen).schema)
    t.equal(without, undefined)
    t.match(within, { type: 'object', properties: { goal: { type: 'string' } } })
  })
})

t.test('embeddings, in the order of the texts', async (t) => {
  const vectors = [
    [0.25, 0.5],
    [-1, 0.125],
  ]
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech)
    const { embeddings } = speech
    const inputs = vectors.map((_, index) => `text ${index}`)
    const model = embeddings?.model ?? 'model-1'
    if (embeddings === undefined) {
      const outcome = await provider.embed({ requestId: 'e', model, inputs })
      t.match(outcome, { kind: 'failed', reason: 'INVALID_REQUEST', charged: 'NOTHING' })
      t.equal(server.seen.length, 0)
      return
    }
    const some = vectors.slice(0, embeddings.atOnce)
    server.reply(embeddings.replies(some, 11))
    const outcome = await provider.embed({
      requestId: 'e',
      model,
      inputs: inputs.slice(0, embeddings.atOnce),
    })
    t.match(outcome, {
      kind: 'embedded',
      vectors: some,
      usage: { tokensIn: 11, tokensOut: 0 },
    })
    if (embeddings.atOnce > 1) {
      const short = await provider.embed({ requestId: 'e', model, inputs: ['one'] })
      t.match(short, { kind: 'failed', reason: 'MALFORMED' }, 'another number of vectors')
      return
    }
    t.match(await provider.embed({ requestId: 'e', model, inputs }), {
      vectors: [vectors[0], vectors[0]],
      usage: { tokensIn: 22 },
    })
  })
})
