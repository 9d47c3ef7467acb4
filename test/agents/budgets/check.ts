import type { BudgetEvent } from '../../../domain/agents/budgets/budget-events.ts'
import { toFine } from '../../../domain/agents/budgets/fine.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import type { Charge } from './charges.ts'

type Account = {
  readonly limit: bigint
  spent: bigint
  charged: bigint
  readonly open: Map<string, bigint>
}

/**
 * What is wrong: a budget that had spent and reserved more than its limit at any time; an attempt that a provider was asked
 * for without a reservation, or charged more than was settled for it; a budget of which providers had more than its limit.
 */
export const overspending = (
  log: readonly RecordedEvent[],
  charges: readonly Charge[],
): readonly string[] => {
  const accounts = new Map<string, Account>()
  const attempts = new Map<string, { readonly account: Account; settled?: bigint }>()
  const found: string[] = []
  for (const recorded of log.filter(({ stream }) => stream.startsWith('agentBudget-'))) {
    // The stream's name says whose events it holds.
    const { type, data } = decodeEvent(recorded) as BudgetEvent
    if (type === 'AgentBudgetRequested') {
      const limit = toFine(BigInt(data.limit.amount), data.asset)
      accounts.set(data.budgetId, { limit, spent: 0n, charged: 0n, open: new Map() })
    }
    const account = accounts.get(data.budgetId)
    if (account === undefined) continue
    if (type === 'AgentBudgetReserved') {
      account.open.set(data.attemptId, BigInt(data.amount))
      attempts.set(data.attemptId, { account })
    }
    if (type === 'AgentBudgetSettled') {
      account.open.delete(data.attemptId)
      account.spent += BigInt(data.amount)
      const attempt = attempts.get(data.attemptId)
      if (attempt !== undefined) attempt.settled = BigInt(data.amount)
    }
    const reserved = [...account.open.values()].reduce((sum, each) => sum + each, 0n)
    if (account.spent + reserved > account.limit)
      found.push(`budget ${data.budgetId} is over its limit after ${type}`)
  }
  for (const { attemptId, cost } of charges) {
    const attempt = attempts.get(attemptId)
    if (attempt === undefined) {
      found.push(`attempt ${attemptId} was made without a reservation`)
      continue
    }
    attempt.account.charged += BigInt(cost)
    if (attempt.settled !== undefined && BigInt(cost) > attempt.settled)
      found.push(`attempt ${attemptId} cost more than was settled for it`)
  }
  for (const [budgetId, { charged, limit }] of accounts)
    if (charged > limit) found.push(`providers had more of budget ${budgetId} than its limit`)
  return found
}
