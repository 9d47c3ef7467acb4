import t from 'tap'
import { actionOf, input, playSaga, refused, succeeded, timer } from '../../../test/kit/saga.ts'
import { callMetering } from '../calls/metering.ts'
import { agentBudgeting } from './budgeting.ts'

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const at = '2026-01-01T00:00:00.000Z'
const facts = { budgetId: id(1), organisation: id(2), asset: 'USD/2', at }
const purpose = { kind: 'SELF', id: id(2) }
const requested = input('AgentBudgetRequested', {
  ...facts,
  ...{ limit: { amount: '5', asset: 'USD/2' }, purpose },
})
const opened = input('AgentBudgetOpened', facts)
const closing = input('AgentBudgetClosing', facts)
const closed = (charged: string) => input('AgentBudgetClosed', { ...facts, spent: '1', charged })

const actions = (
  saga: Pick<ReturnType<typeof playSaga>, 'tell'>,
  ...told: Parameters<typeof saga.tell>
) => saga.tell(...told).flatMap((event) => actionOf(event) ?? [])

t.test('a budget that is opened and closed has its hold spent, and that is the end', async (t) => {
  const saga = playSaga(agentBudgeting)
  t.match(actions(saga, requested), [/opening/])
  actions(saga, opened)
  t.match(actions(saga, closing), [/settling/])
  t.match(actions(saga, closed('3')), [/settling/, /spendHold/])
  t.match(actions(saga, succeeded('spendHold')), [/CLOSED/])
})

t.test('a budget of which nothing was spent is released', async (t) => {
  const saga = playSaga(agentBudgeting)
  for (const told of [requested, opened, closing]) actions(saga, told)
  t.match(actions(saga, closed('0')), [/settling/, /releaseHold/])
  t.match(actions(saga, succeeded('releaseHold')), [/CLOSED/])
})

t.test('one that nobody opened in time is opened, or refused and its hold voided', async (t) => {
  const saga = playSaga(agentBudgeting)
  actions(saga, requested)
  t.match(actions(saga, timer('opening')), [/finishOpening/])
  const code = { code: 'INSUFFICIENT_FUNDS', detail: 'x' }
  t.match(actions(saga, input('AgentBudgetRefused', { ...facts, ...code })).join(), /voidHold/)
  actions(saga, succeeded('finishOpening'))
  t.match(actions(saga, succeeded('voidHold')), [/REFUSED/])
})

t.test('what is left open is settled, again and again until nothing is', async (t) => {
  const saga = playSaga(agentBudgeting)
  for (const told of [requested, opened, closing]) actions(saga, told)
  t.match(actions(saga, timer('settling')), [/settleLeft/])
  t.match(actions(saga, succeeded('settleLeft', 1)), [/settling/])
  t.match(actions(saga, timer('settling')), [/settleLeft/])
  t.same(actions(saga, succeeded('settleLeft', 0)), [])
})

t.test('a hold that cannot be spent stops the saga where a person sees it', async (t) => {
  const saga = playSaga(agentBudgeting)
  for (const told of [requested, opened, closing, closed('3')]) actions(saga, told)
  t.match(actions(saga, refused('spendHold', 'HOLD_EXPIRED')), [/HALTED spendHold/])
})

t.test('tokens that no budget paid for go to the meters', async (t) => {
  const saga = playSaga(callMetering)
  const used = { organisation: id(2), attemptId: id(3), tokensIn: 7, tokensOut: 0, at }
  const told = input('LlmAttemptSucceeded', {
    ...{ ...used, callId: id(4), routeId: 'one/a', provider: 'one', paidBy: 'USAGE' },
    ...{ answer: 'sealed:v1:o.iv.dGV4dA.tag', finish: 'STOP', cost: '1', asset: 'USD/10' },
    ...{ latencyMs: 1, timeToFirstTokenMs: 1, accepted: true },
  })
  t.match(actions(saga, told), [/meterTokens/])
  t.match(actions(saga, succeeded('meterTokens')), [/METERED/])
})
