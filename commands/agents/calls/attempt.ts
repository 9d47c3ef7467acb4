import type { AttemptFailure } from '../../../domain/agents/calls/call-events.ts'
import { left } from '../../../domain/agents/budgets/budget-state.ts'
import { fineScale } from '../../../domain/agents/budgets/fine.ts'
import { costInFine } from '../../../domain/agents/routing/cost.ts'
import type { ModelRoute } from '../../../domain/agents/routing/route.ts'
import { newId } from '../../../platform/ids/ids.ts'
import type { Completed, Failed } from '../../../platform/llm/port.ts'
import { budgetNow, onBudget, onCall, type Run } from './run.ts'

/** An attempt that nobody renews for so long is given up by whoever comes next. */
const heldMs = 10_000
const longestMs = 60_000

/** What is asked of a provider, and what of its answer is kept. */
export type Asking = {
  readonly maxTokensIn: number
  readonly repairs: boolean
  readonly perform: (
    attemptId: string,
    signal: AbortSignal,
  ) => Promise<(Completed & { readonly accepted: boolean }) | Failed>
}

export type Attempted =
  | { readonly kind: 'answered'; readonly text: string; readonly accepted: boolean }
  | {
      readonly kind: 'failed'
      readonly reason: AttemptFailure
      readonly message: string
      readonly retryAfterMs?: number
    }

/**
 * One attempt at one route. It is written down, then its maximum is reserved, and only then is the provider asked; what came
 * of it is written down before the reservation is settled. Whatever ends this process between two of these steps, the
 * budget has reserved what was spent, and the next one to come finds out what it has to finish.
 */
export const attempt = async (
  run: Run,
  route: ModelRoute,
  { maxTokensIn, repairs, perform }: Asking,
): Promise<Attempted> => {
  const { services, budgetId, callId, policy, maxOutputTokens } = run
  const { modelMemory, clock } = services
  const { routeId, provider, price } = route
  const attemptId = newId()
  const out = route.kind === 'CHAT' ? maxOutputTokens : 0
  const maximum = costInFine(price, maxTokensIn, out)
  const timeoutMs = policy.timeoutMs ?? longestMs
  const short = budgetId === undefined ? undefined : await tooLittle(run, budgetId, maximum)
  if (short !== undefined) return { kind: 'failed', reason: 'BUDGET', message: short }
  await modelMemory.hold(attemptId, heldMs)
  const renewing = setInterval(() => {
    void modelMemory.hold(attemptId, heldMs)
  }, heldMs / 4)
  const settle = async (cost: bigint | undefined): Promise<void> => {
    if (budgetId === undefined) return
    const command = {
      type: 'Settle',
      attemptId,
      ...(cost === undefined ? {} : { amount: cost }),
    } as const
    const settled = await onBudget(run, budgetId, attemptId, command)
    if (!('stream' in settled)) throw new Error(`budget ${budgetId} was not settled`)
  }
  try {
    await onCall(run, attemptId, {
      ...{ type: 'StartAttempt', attemptId, routeId, provider, repairs, maximum },
      asset: `${price.asset}/${fineScale}`,
      deadline: new Date(clock.now().getTime() + timeoutMs + heldMs).toISOString(),
    })
    if (budgetId !== undefined) {
      const reserve = { type: 'Reserve', attemptId, callId, amount: maximum } as const
      const reserved = await onBudget(run, budgetId, attemptId, reserve)
      if (!('stream' in reserved)) {
        const message = reserved.detail
        await fail(run, attemptId, { reason: 'BUDGET', message }, 0n, 0)
        return { kind: 'failed', reason: 'BUDGET', message }
      }
    }
    const began = performance.now()
    const outcome = await perform(attemptId, AbortSignal.timeout(timeoutMs))
    const latencyMs = Math.round(performance.now() - began)
    const at = clock.now().getTime()
    if (outcome.kind === 'failed') {
      const { reason, message, retryAfterMs, charged } = outcome
      const cost = charged === 'NOTHING' ? 0n : undefined
      await fail(run, attemptId, outcome, cost ?? maximum, latencyMs)
      await settle(cost)
      await modelMemory.record(routeId, { attemptId, ok: false, latencyMs, at })
      if (isTheirs(reason)) await modelMemory.failed(provider, retryAfterMs)
      return {
        kind: 'failed',
        reason,
        message,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      }
    }
    const { text, finish, usage, accepted } = outcome
    const { tokensIn, tokensOut } = usage
    const timeToFirstTokenMs = Math.round(outcome.timeToFirstTokenMs)
    const due = costInFine(price, tokensIn, tokensOut)
    // A provider that counts more than was possible is the house's loss.
    const cost = due > maximum ? maximum : due
    const answer = await services.vault.seal(run.organisation, text)
    await onCall(run, attemptId, {
      ...{ type: 'SucceedAttempt', attemptId, accepted, answer, finish, tokensIn, tokensOut },
      ...{ cost, latencyMs, timeToFirstTokenMs },
    })
    await settle(cost)
    const sample = { attemptId, ok: true, latencyMs, timeToFirstTokenMs, tokensOut, at }
    await modelMemory.record(routeId, sample)
    await modelMemory.succeeded(provider)
    return { kind: 'answered', text, accepted }
  } finally {
    clearInterval(renewing)
    await modelMemory.letGo(attemptId)
  }
}

/** Seen before anything is written: only the reservation itself decides. */
const tooLittle = async (
  run: Run,
  budgetId: string,
  maximum: bigint,
): Promise<string | undefined> => {
  const budget = await budgetNow(run, budgetId)
  return budget.status === 'OPEN' && left(budget) < maximum
    ? `The budget has ${left(budget).toString()} left; the attempt may cost ${maximum.toString()}.`
    : undefined
}

const fail = (
  run: Run,
  attemptId: string,
  {
    reason,
    message,
  }: { readonly reason: Exclude<AttemptFailure, 'LOST'>; readonly message: string },
  cost: bigint,
  latencyMs: number,
) =>
  onCall(run, attemptId, {
    ...{ type: 'FailAttempt', attemptId, reason, cost, latencyMs },
    detail: message.slice(0, 500),
  })

/** Failures that say something of the provider, and nothing of what it was asked. */
const isTheirs = (reason: AttemptFailure): boolean =>
  ['RATE_LIMITED', 'OVERLOADED', 'UNAVAILABLE', 'TIMEOUT', 'MALFORMED', 'UNAUTHORISED'].includes(
    reason,
  )
