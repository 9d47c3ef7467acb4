import { underWay, type Call } from '../../../domain/agents/calls/call-state.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import { callNow, onBudget, onCall, type CallAt } from './run.ts'

/** When to ask again about an attempt that somebody is waiting for. */
const askAgainMs = 500

/**
 * What a process that is gone has left: an attempt without an outcome counts as lost, at its maximum where that had been
 * reserved; an outcome whose reservation is open is settled.
 */
export const finishLeftBehind = async (
  run: CallAt,
  call: Exclude<Call, { status: 'ABSENT' }>,
): Promise<{ readonly call: Call } | { readonly retryAfterMs: number }> => {
  const { services, budgetId } = run
  const { modelMemory, clock } = services
  const last = call.attempts.at(-1)
  if (last === undefined) return { call }
  const { attemptId } = last
  const open = underWay(call)
  if (open === undefined) {
    if (budgetId !== undefined && 'cost' in last)
      await onBudget(run, budgetId, attemptId, { type: 'Settle', attemptId, amount: last.cost })
    return { call }
  }
  const isLate = msOf(open.deadline) <= clock.now().getTime()
  if (!isLate && (await modelMemory.isHeld(attemptId))) return { retryAfterMs: askAgainMs }
  const cost = budgetId === undefined ? open.maximum : await lostCost(run, budgetId, attemptId)
  await onCall(run, attemptId, { type: 'LoseAttempt', attemptId, cost })
  return { call: await callNow(run) }
}

/** Nobody knows what it cost, so all that was reserved; nothing where it had not come to that. */
const lostCost = async (run: CallAt, budgetId: string, attemptId: string): Promise<bigint> => {
  const settled = await onBudget(run, budgetId, attemptId, { type: 'Settle', attemptId })
  if (!('stream' in settled)) throw new Error(`budget ${budgetId} was not settled`)
  const call = await callNow(run)
  const open = call.status === 'ABSENT' ? undefined : underWay(call)
  const wasReserved = settled.replayed || settled.events.length > 0
  return wasReserved && open !== undefined ? open.maximum : 0n
}
