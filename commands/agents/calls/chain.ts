import { setTimeout as pause } from 'node:timers/promises'
import type { ModelRoute } from '../../../domain/agents/routing/route.ts'
import type { AttemptFailure } from '../../../domain/agents/calls/call-events.ts'
import type { Call } from '../../../domain/agents/calls/call-state.ts'
import type { LlmProvider } from '../../../platform/llm/port.ts'
import { attempt, type Asking } from './attempt.ts'
import { candidates, explained } from './candidates.ts'
import { budgetNow, callNow, onCall, type Run } from './run.ts'

/** How often the whole chain is gone through before the caller is told to come back, and attempts that a call may take at all. */
const passes = 2
const mostAttempts = 24
const mostRepairs = 2
const longestPauseMs = 1_000
const askAgainMs = 1_000

/** How one route is asked, given what was wrong with the answer before. */
export type Question = {
  readonly tokensIn: (route: ModelRoute) => number
  readonly asking: (route: ModelRoute, provider: LlmProvider) => Asking
  /** Makes the next question out of an answer that does not do. */
  readonly repaired: (text: string) => void
}

type Known = Exclude<Call, { status: 'ABSENT' }>
export type Ended = { readonly call: Known } | { readonly retryAfterMs: number }

/** These say something of this question: the same model would say it again. */
const isForGood = (reason: AttemptFailure): boolean =>
  ['REFUSED', 'CONTEXT_TOO_LONG', 'INVALID_REQUEST', 'UNAUTHORISED', 'BUDGET'].includes(reason)

/**
 * Asks the first route, and the next one when it fails; every attempt reserves anew. An answer without the form that was
 * asked for is asked for again of the same route, at most twice a call.
 */
export const throughChain = async (
  run: Run,
  assetCode: string | undefined,
  question: Question,
): Promise<Ended> => {
  const failures: { readonly reason: AttemptFailure; readonly message: string }[] = []
  let wait = askAgainMs
  for (let pass = 0; pass < passes; pass++) {
    const found = await candidates(run, assetCode, question.tokensIn)
    if (found.coolForMs !== undefined) return { retryAfterMs: Math.ceil(found.coolForMs) }
    if (found.order.length === 0) return refuse(run, 'NO_MODEL_ROUTE', explained(found))
    failures.length = 0
    for (const route of found.order) {
      const failed = await askRoute(run, route, question)
      if ('call' in failed) return failed
      failures.push(failed)
      wait = Math.max(wait, failed.retryAfterMs ?? 0)
    }
    if (failures.every(({ reason }) => isForGood(reason))) break
    if (pass + 1 < passes) await pause(Math.min(wait, longestPauseMs) / 4)
  }
  return concluded(run, failures, wait)
}

const askRoute = async (
  run: Run,
  route: ModelRoute,
  question: Question,
): Promise<
  | { readonly call: Known }
  | { readonly reason: AttemptFailure; readonly message: string; readonly retryAfterMs?: number }
> => {
  const provider = run.services.llm.provider(route.provider)
  if (provider === undefined) return { reason: 'UNAVAILABLE', message: 'no such provider' }
  for (;;) {
    const call = await callNow(run)
    if (call.status === 'ABSENT') throw new Error(`call ${run.callId} is not there`)
    if (call.status !== 'OPEN') return { call }
    if (call.attempts.length >= mostAttempts)
      return refuse(run, 'MODEL_FAILED', `No model answered in ${mostAttempts} attempts.`)
    const tried = await attempt(run, route, question.asking(route, provider))
    if (tried.kind === 'failed') return tried
    const after = await callNow(run)
    if (after.status === 'ABSENT') throw new Error(`call ${run.callId} is not there`)
    // Its end, or that of another process which had given this attempt up.
    if (after.status !== 'OPEN') return { call: after }
    if (tried.accepted) return { reason: 'LOST', message: 'given up by another process' }
    const refusedAnswers = after.attempts.filter(
      (each) => each.status === 'SUCCEEDED' && !each.accepted,
    )
    if (refusedAnswers.length > mostRepairs)
      return refuse(run, 'MODEL_ANSWER_INVALID', 'No answer had the form that was asked for.')
    question.repaired(tried.text)
  }
}

const concluded = async (
  run: Run,
  failures: readonly { readonly reason: AttemptFailure; readonly message: string }[],
  wait: number,
): Promise<Ended> => {
  if (!failures.every(({ reason }) => isForGood(reason))) return { retryAfterMs: wait }
  const overBudget = failures.find(({ reason }) => reason === 'BUDGET')
  if (overBudget === undefined) {
    const why = failures.map(({ reason, message }) => `${reason}: ${message}`).join('; ')
    return refuse(run, 'MODEL_FAILED', why)
  }
  // What others have reserved may come back.
  return (await othersReserve(run))
    ? { retryAfterMs: askAgainMs }
    : refuse(run, 'BUDGET_EXCEEDED', overBudget.message)
}

const othersReserve = async (run: Run): Promise<boolean> => {
  if (run.budgetId === undefined) return false
  const budget = await budgetNow(run, run.budgetId)
  return budget.status === 'OPEN' && budget.reserved > 0n
}

const refuse = async (
  run: Run,
  code: string,
  detail: string,
): Promise<{ readonly call: Known }> => {
  const command = { type: 'RefuseCall', code, detail: detail.slice(0, 2000) } as const
  const call = await onCall(run, 'end', command)
  if (call.status === 'ABSENT') throw new Error(`call ${run.callId} is not there`)
  return { call }
}
