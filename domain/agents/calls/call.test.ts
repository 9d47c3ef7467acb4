import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { llmCall, type CallCommand } from './call.ts'
import { costOf } from './call-state.ts'
import { cosine, sameNumbers } from './meaning.ts'
import { redact } from './redact.ts'

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const [callId, organisation, first, second] = [id(1), id(2), id(3), id(4)]
const sealed = 'sealed:v1:o.iv.dGV4dA.tag'
const { given, after } = decider(llmCall)

const request: CallCommand = {
  ...{ type: 'RequestCall', callId, organisation, kind: 'CHAT', budgetId: id(9) },
  ...{ template: 'test.text', version: 1, variables: sealed, wish: 'a'.repeat(64) },
  ...{ maxOutputTokens: 10, cache: 'NONE' },
}
const start = (attemptId = first): CallCommand => ({
  ...{ type: 'StartAttempt', attemptId, routeId: 'one/a', provider: 'one', repairs: false },
  ...{ maximum: 100n, asset: 'USD/10', deadline: '2026-01-01T00:01:00.000Z' },
})
const succeed = (accepted: boolean, attemptId = first): CallCommand => ({
  ...{ type: 'SucceedAttempt', attemptId, accepted, answer: sealed, finish: 'STOP', cost: 40n },
  ...{ tokensIn: 3, tokensOut: 4, latencyMs: 5, timeToFirstTokenMs: 2 },
})
const fail = (attemptId = first): CallCommand => ({
  ...{ type: 'FailAttempt', attemptId, reason: 'TIMEOUT', detail: '', cost: 100n, latencyMs: 9 },
})

t.test('a call is asked for once, and never with another question', async () => {
  given().when(request).then(['LlmCallRequested'])
  after(request).when(request).then([])
  after(request)
    .when({ ...request, wish: 'b'.repeat(64) })
    .then('ALREADY_EXISTS')
  given().when(start()).then('NOT_FOUND')
})

t.test('one attempt at a time', async () => {
  after(request).when(start()).then(['LlmAttemptStarted'])
  after(request, start()).when(start()).then([])
  after(request, start()).when(start(second)).then('CALL_UNDER_WAY')
  after(request, start(), fail()).when(start(second)).then(['LlmAttemptStarted'])
})

t.test('an answer that does is the end; one that does not is an attempt', async (t) => {
  after(request, start()).when(succeed(true)).then(['LlmAttemptSucceeded', 'LlmCallCompleted'])
  after(request, start()).when(succeed(false)).then(['LlmAttemptSucceeded'])
  after(request, start(), succeed(true)).when(start(second)).then([])
  t.match(after(request, start(), fail(), start(second)).when(succeed(true, second)).decision, [
    { type: 'LlmAttemptSucceeded', data: { cost: '40', paidBy: 'BUDGET' } },
    { type: 'LlmCallCompleted', data: { cost: '140' } },
  ])
  const { state } = after(request, start(), fail())
  if (state.status !== 'OPEN') throw new Error('open')
  t.equal(costOf(state), 100n)
})

t.test('what was given up stays given up, whatever comes of it later', async () => {
  const lose: CallCommand = { type: 'LoseAttempt', attemptId: first, cost: 100n }
  after(request, start()).when(lose).then(['LlmAttemptFailed'])
  after(request, start(), lose).when(succeed(true)).then([])
  after(request, start(), lose, start(second)).when(fail()).then([])
  after(request, start(), succeed(true)).when(lose).then([])
})

t.test('the end is refused or given from the cache only where nobody is being asked', async () => {
  const refuse: CallCommand = { type: 'RefuseCall', code: 'MODEL_FAILED', detail: 'x' }
  const cached: CallCommand = {
    ...{ type: 'AnswerFromCache', answer: sealed, routeId: 'one/a', sourceCallId: id(8) },
    ...{ match: 'MEANING', similarity: 0.99 },
  }
  after(request).when(refuse).then(['LlmCallRefused'])
  after(request).when(cached).then(['LlmCallAnsweredFromCache'])
  after(request, start()).when(refuse).then([])
  after(request, start()).when(cached).then([])
  after(request, cached).when(refuse).then([])
})

t.test('secrets are masked wherever they stand', async (t) => {
  const key = `sk-${'a'.repeat(20)}`
  const told = { text: `key ${key}!`, list: [`Bearer ${'t'.repeat(20)}`, 3, null], fine: 'skate' }
  t.same(redact(told), {
    text: 'key [redacted]!',
    list: ['Bearer [redacted]', 3, null],
    fine: 'skate',
  })
  t.equal(redact('postgres://me:hunter2@host/db'), 'postgres://me:[redacted]@host/db')
})

t.test('two questions are one by angle, and never with other numbers', async (t) => {
  t.equal(cosine([1, 0], [2, 0]), 1)
  t.equal(cosine([1, 0], [0, 1]), 0)
  t.equal(cosine([1], [1, 0]), 0)
  t.ok(sameNumbers('3 qubits, 0.5', 'qubits: 3 and 0.5'))
  t.notOk(sameNumbers('3 qubits', '4 qubits'))
})
