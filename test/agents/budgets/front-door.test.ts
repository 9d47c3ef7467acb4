import t from 'tap'
import { Refused } from '../../../ops/client/http-client.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { verifyLedger } from '../../../ops/ledger/verify.ts'
import { eventually } from '../../servers/eventually.ts'

t.setTimeout(300_000)
const stage = await setStage(() => undefined, {
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
})
t.teardown(stage.clear)
const { hub, http, graphql, outbox } = stage
const ada = await signUp(http, outbox, 'ada', 'developer')
const bob = await signUp(http, outbox, 'bob', 'developer')
const operator = await makeOperator(hub, http)
const credit = { amount: { amount: '1000', asset: 'USD/2' }, reason: 'test' }
await http.send('POST', `/v1/wallets/${ada.organisationId}/credits`, credit, {
  token: operator.token,
})

type Method = 'POST' | 'DELETE' | 'GET'
type Person = typeof ada

const send = async (who: Person, method: Method, path: string, body?: object) =>
  (await http.send(method, path, body, { token: who.token })).body
const codeOf = async (...request: Parameters<typeof send>): Promise<unknown> => {
  try {
    await send(...request)
    return 'done'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}
const open = async (amount: string): Promise<string> => {
  const { budgetId } = await send(ada, 'POST', '/v1/agent-budgets', {
    limit: { amount, asset: 'USD/2' },
  })
  return String(budgetId)
}
const question = (budgetId: string, more: object = {}) => ({
  budgetId,
  variables: { messages: [{ role: 'user', content: 'What is a Bell state?' }] },
  maxOutputTokens: 200,
  ...more,
})
type Budget = { readonly status: string; readonly charged: { readonly amount: string } | null }
const listed = async (budgetId: string): Promise<Budget | undefined> => {
  const query =
    '{ agentBudgets(first: 50) { edges { node { budgetId status charged { amount } limit { amount } } } } }'
  const { agentBudgets } = await graphql<{
    readonly agentBudgets: {
      readonly edges: readonly { readonly node: Budget & { readonly budgetId: string } }[]
    }
  }>(query, {}, ada.token)
  return agentBudgets.edges.map(({ node }) => node).find((each) => each.budgetId === budgetId)
}

t.test('a budget is held, spent on a call, closed and charged to the cent', async (t) => {
  const budgetId = await open('500')
  const call = await send(ada, 'POST', '/v1/llm-calls', question(budgetId))
  t.match(call, { cached: false, cost: { asset: 'USD/10' }, usage: { tokensIn: Number } })
  const read = await send(ada, 'GET', `/v1/llm-calls/${String(call['callId'])}`)
  t.match(read, { status: 'COMPLETED', text: call['text'], attempts: [{ status: 'SUCCEEDED' }] })
  const { amount } = call['cost'] as { readonly amount: string }
  t.ok(BigInt(amount) > 0n)
  t.match(await send(ada, 'GET', `/v1/agent-budgets/${budgetId}`), {
    ...{ status: 'OPEN', spent: { amount }, reserved: { amount: '0' } },
  })
  await send(ada, 'DELETE', `/v1/agent-budgets/${budgetId}`)
  const closed = await eventually(async () => {
    const found = await listed(budgetId)
    return found?.status === 'CLOSED' ? found : undefined
  }, 60_000)
  t.match(closed, { charged: { amount: '1' } })
  const walletId = `${ada.organisationId}-USD`
  const wallet = await eventually(async () => {
    const query =
      'query ($id: ID!) { wallet(walletId: $id) { available { amount } held { amount } } }'
    type Answer = { wallet: { available: { amount: string }; held: { amount: string } } }
    const { wallet: now } = await graphql<Answer>(query, { id: walletId }, ada.token)
    return now.held.amount === '0' ? now : undefined
  }, 60_000)
  t.match(wallet, { available: { amount: '999' } })
  t.strictSame((await verifyLedger(hub.services.eventStore)).findings, [])
  const calls =
    '{ llmCalls(first: 5) { edges { node { status cost { amount } attempts { status routeId } } } } modelRouteHealth { routeId attempts failures } }'
  t.match(await graphql<object>(calls, {}, ada.token), {
    llmCalls: { edges: [{ node: { status: 'COMPLETED', attempts: [{ status: 'SUCCEEDED' }] } }] },
    modelRouteHealth: [{ attempts: 1, failures: 0 }],
  })
  t.strictSame(
    await graphql<object>('{ llmCalls(first: 5) { edges { node { callId } } } }', {}, bob.token),
    {
      llmCalls: { edges: [] },
    },
  )
})

t.test('what is refused, and why', async (t) => {
  const budgetId = await open('1')
  const ask = (more: object, of = budgetId, who = ada) =>
    codeOf(who, 'POST', '/v1/llm-calls', question(of, more))
  t.equal(await ask({ template: 'no.such' }), 'PROMPT_UNKNOWN')
  t.equal(await ask({ variables: { text: 'x' } }), 'INVALID_INPUT')
  const dear = { strategy: 'QUALITY', fallbacks: 0, minQuality: 1 }
  t.equal(await ask({ policy: dear }), 'NO_MODEL_ROUTE')
  t.equal(await ask({}, budgetId, bob), 'NOT_FOUND')
  t.equal(await codeOf(bob, 'DELETE', `/v1/agent-budgets/${budgetId}`), 'NOT_FOUND')
  t.equal(await codeOf(bob, 'GET', `/v1/agent-budgets/${budgetId}`), 'NOT_FOUND')
  await send(ada, 'DELETE', `/v1/agent-budgets/${budgetId}`)
  t.equal(await ask({}), 'BUDGET_NOT_OPEN')
  const limit = { amount: '100000', asset: 'USD/2' }
  t.equal(await codeOf(ada, 'POST', '/v1/agent-budgets', { limit }), 'INSUFFICIENT_FUNDS')
})

t.test('an answer is told while it comes, and is the one that is on record', async (t) => {
  const budgetId = await open('100')
  const ask = async (path: string) => {
    const answer = await fetch(`${stage.writeApi}${path}`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
        'idempotency-key': 'streamed',
        origin: 'https://app.example.org',
      },
      body: JSON.stringify(question(budgetId)),
    })
    for (const [header, value] of [
      ['access-control-allow-origin', /^https:\/\/app\.example\.org$/],
      ['x-content-type-options', /^nosniff$/],
      ['x-request-id', /^[\w-]{36}$/],
      ['traceparent', /^00-/],
    ] as const)
      t.match(answer.headers.get(header), value, `${path}: ${header}`)
    return answer.text()
  }
  const events = (await ask('/v1/llm-calls/stream'))
    .trim()
    .split('\n\n')
    .map((block) => {
      const [event = '', data = ''] = block.split('\n')
      return {
        event: event.slice('event: '.length),
        data: JSON.parse(data.slice('data: '.length)) as Said,
      }
    })
  type Said = { readonly text?: string; readonly callId?: string }
  t.equal(events[0]?.event, 'attempt')
  const end = events.at(-1)
  t.equal(end?.event, 'answer')
  const pieces = events.flatMap(({ event, data }) => (event === 'text' ? (data.text ?? '') : []))
  t.equal(pieces.join(''), end?.data.text)
  t.match(JSON.parse(await ask('/v1/llm-calls')), {
    callId: end?.data.callId,
    text: end?.data.text,
  })
})
