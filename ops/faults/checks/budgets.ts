import type { Budget } from '../../../domain/agents/budgets/budget-state.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { fromFineUp } from '../../../domain/agents/budgets/fine.ts'
import { costOf, underWay } from '../../../domain/agents/calls/call-state.ts'
import { llmCall } from '../../../domain/agents/calls/call.ts'
import { wallet, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import type { Check } from './check.ts'
import { dataOf, stateOf, statesOf, streamsOf } from './streams.ts'

const isOver = (state: Budget): boolean =>
  (state.status === 'OPEN' || state.status === 'CLOSING') &&
  state.spent + state.reserved > state.limitFine

/** What was charged to wallets, by the budget that it was held for. */
const spentOf = (log: readonly RecordedEvent[]): ReadonlyMap<string, bigint> =>
  new Map(
    [...streamsOf(log, wallet.category).values()]
      .flatMap((events) => dataOf<WalletEvent, 'HoldSpent'>(events, 'HoldSpent'))
      .map(({ subjectId, amount }) => [subjectId, BigInt(amount)]),
  )

/** Budgets keep to their limit at every event, end, and cost what their calls did, rounded up once; no call is under way. */
export const budgets: Check = ({ log }) => {
  const captured = spentOf(log)
  const calls = [...streamsOf(log, llmCall.category).values()].flatMap((events) => {
    const call = stateOf(llmCall, events)
    return call.status === 'ABSENT' ? [] : [call]
  })
  const open = calls.flatMap((call) =>
    underWay(call) === undefined ? [] : [`call ${call.callId} is still under way`],
  )
  const ofBudgets = [...streamsOf(log, agentBudget.category)].flatMap(([id, events]) => {
    const states = statesOf(agentBudget, events)
    const last = states.at(-1)
    const over = states.some(isOver) ? [`budget ${id} was over its limit`] : []
    if (last?.status === 'REFUSED') return over
    if (last?.status !== 'CLOSED') return [...over, `budget ${id} is ${last?.status ?? 'absent'}`]
    const cost = calls
      .filter(({ budgetId }) => budgetId === id)
      .reduce((sum, call) => sum + costOf(call), 0n)
    const charged = captured.get(id) ?? 0n
    return [
      ...over,
      ...(cost === last.spent ? [] : [`budget ${id} spent ${last.spent}, its calls cost ${cost}`]),
      ...(charged === fromFineUp(last.spent, last.asset) && charged === last.charged
        ? []
        : [`budget ${id} spent ${last.spent}, and was charged ${charged}`]),
    ]
  })
  return [...open, ...ofBudgets]
}
