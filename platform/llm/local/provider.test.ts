import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import type { CompletionRequest } from '../port.ts'
import { embedLocally, localDimensions } from './embedder.ts'
import { createLocalProvider } from './provider.ts'
import { localChatModel, localEmbeddingModel } from './routes.ts'
import { countTokens, firstTokens } from './tokens.ts'

const local = createLocalProvider('local', {
  rules: [
    { template: 'test.greet', answer: (variables) => `Good day, ${JSON.stringify(variables)}!` },
    {
      template: 'test.broken',
      answer: () => {
        throw new Error('no such variable')
      },
    },
  ],
})

const request: CompletionRequest = {
  requestId: 'call-1',
  model: localChatModel,
  messages: [{ role: 'user', content: 'Greet Ada.' }],
  maxOutputTokens: 100,
}
const greet = {
  ...request,
  prompt: { template: 'test.greet', version: 1, variables: { name: 'Ada' } },
}

t.test(
  'a prompt is answered by the rule of its template, the same whether it is streamed',
  async (t) => {
    const heard: string[] = []
    const [whole, streamed] = await Promise.all([
      local.complete(greet),
      local.complete(greet, (delta) => heard.push(delta)),
    ])
    t.match(whole, { kind: 'completed', text: 'Good day, {"name":"Ada"}!', finish: 'STOP' })
    t.match(streamed, { kind: 'completed', text: heard.join('') })
    t.ok(heard.length > 3)
    t.same(
      { ...whole, timeToFirstTokenMs: 0 },
      { ...(await local.complete(greet)), timeToFirstTokenMs: 0 },
    )
  },
)

t.test('more than was allowed is cut off, and said to be', async (t) => {
  const outcome = await local.complete({ ...greet, maxOutputTokens: 3 })
  t.match(outcome, { text: 'Good day,', finish: 'LENGTH', usage: { tokensOut: 3 } })
})

t.test('without a rule it says what it is', async (t) => {
  t.match(await local.complete(request), { kind: 'completed', text: /answers by rules/ })
  const unknown = { ...request, prompt: { template: 'test.other', version: 1, variables: {} } }
  t.match(await local.complete(unknown), { text: /no rule for the template test\.other/ })
})

t.test('without a rule the least that fits the form of the answer', async (t) => {
  const responseSchema = {
    type: 'object',
    required: ['kind', 'count', 'names', 'plan'],
    properties: {
      kind: { enum: ['A', 'B'] },
      count: { type: 'integer', minimum: 3 },
      names: { type: 'array', minItems: 1, items: { type: 'string', minLength: 2 } },
      plan: { $ref: '#/$defs/plan' },
      more: { type: 'boolean' },
    },
    $defs: { plan: { anyOf: [{ type: 'null' }, { type: 'string' }] } },
  }
  const outcome = await local.complete({ ...request, responseSchema })
  t.match(outcome, { text: '{"kind":"A","count":3,"names":["--"],"plan":null}' })
  const pattern = { type: 'string', pattern: '^[a-f]{7}$' }
  t.match(await local.complete({ ...request, responseSchema: pattern }), {
    kind: 'failed',
    reason: 'INVALID_REQUEST',
    charged: 'NOTHING',
  })
})

t.test(
  'a rule that cannot answer the variables fails the request, and costs nothing',
  async (t) => {
    const prompt = { template: 'test.broken', version: 1, variables: null }
    t.match(await local.complete({ ...request, prompt }), {
      reason: 'INVALID_REQUEST',
      charged: 'NOTHING',
      message: /no such variable/,
    })
  },
)

t.test('who asks no more is told nothing more', async (t) => {
  const caller = new AbortController()
  const heard: string[] = []
  const outcome = await local.complete({ ...greet, signal: caller.signal }, (delta) => {
    heard.push(delta)
    caller.abort()
  })
  t.match(outcome, { kind: 'failed', reason: 'CANCELLED' })
  t.equal(heard.length, 1)
})

t.test('what is counted is never more than what was announced', async (t) => {
  const outcome = await local.complete(greet)
  t.match(outcome, { usage: { tokensIn: local.maxTokensIn(greet) } })
  t.equal(countTokens('Quantum hub: 2 qubits!'), 8)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, most) => {
      const first = firstTokens(text, most)
      return text.startsWith(first) && countTokens(first) <= most
    }),
  )
})

t.test(
  'texts have one place each, of length 1, and near those that they share words with',
  async (t) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const vector = embedLocally(text)
        return vector.length === localDimensions && Math.abs(Math.hypot(...vector) - 1) < 1e-9
      }),
    )
    const inputs = [
      'The queue of a quantum device is long.',
      'Long queues of quantum devices',
      'Bills are paid with cards.',
    ]
    const outcome = await local.embed({ requestId: 'e', model: localEmbeddingModel, inputs })
    if (outcome.kind !== 'embedded') throw new Error(outcome.message)
    const [one = [], two = [], three = []] = outcome.vectors
    const nearness = (other: readonly number[]): number =>
      one.reduce((sum, value, axis) => sum + value * (other[axis] ?? 0), 0)
    t.ok(nearness(two) > nearness(three) + 0.2)
    t.ok(outcome.usage.tokensIn > 0)
  },
)
