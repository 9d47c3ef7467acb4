import { count } from '../telemetry/metrics/instruments.ts'
import { createGuard, type GuardStatus } from '../providers/guard.ts'
import { ProviderTimeout, ProviderUnavailable } from '../providers/port.ts'
import { failedFree, failedUnsettled, givenUp } from './failed.ts'
import type { Failed, LlmProvider } from './port.ts'
import type { LlmGuardSettings } from './settings.ts'

/** Failures by which a provider shows that it is not well; the others are about one request, or one key. */
const isOfProvider = ({ reason }: Failed): boolean => {
  switch (reason) {
    case 'UNAVAILABLE':
    case 'OVERLOADED':
    case 'TIMEOUT':
    case 'MALFORMED':
      return true
    case 'RATE_LIMITED':
    case 'REFUSED':
    case 'UNAUTHORISED':
    case 'CONTEXT_TOO_LONG':
    case 'INVALID_REQUEST':
    case 'CANCELLED':
      return false
  }
}

/** Carries a failure through the breaker, which counts what is thrown. */
class NotWell extends Error {
  readonly failed: Failed
  constructor(failed: Failed) {
    super(failed.message)
    this.failed = failed
  }
}

type Answer = { readonly kind: string } | Failed
const isFailed = (answer: Answer): answer is Failed => answer.kind === 'failed'

export type GuardedProvider = {
  readonly provider: LlmProvider
  readonly status: () => GuardStatus
  readonly close: () => void
}

export type GuardedOptions = {
  readonly settings: LlmGuardSettings
  readonly onChange?: (status: GuardStatus) => void
}

/**
 * The provider behind a guard of its own: calls at once and a second, a line that ends, time, a breaker; and a model that
 * said when to come back is not asked before.
 */
export const guardedLlm = (
  provider: LlmProvider,
  { settings, onChange }: GuardedOptions,
): GuardedProvider => {
  const { name } = provider
  const guard = createGuard({
    ...settings,
    provider: `llm:${name}`,
    ...(onChange === undefined ? {} : { onChange }),
  })
  const quietUntil = new Map<string, number>()
  const turnedAway = (model: string): Failed | undefined => {
    const left = (quietUntil.get(model) ?? 0) - performance.now()
    if (left > 0) return failedFree('RATE_LIMITED', `${name} asked to wait`, Math.ceil(left))
    const { waiting, underWay } = guard.status()
    const full = waiting >= settings.waiting && (waiting > 0 || underWay >= settings.callsAtOnce)
    return full
      ? failedFree('OVERLOADED', `too many calls to ${name} wait in line`, 1000)
      : undefined
  }
  const noted = <A extends Answer>(answer: A, model: string): A => {
    if (!isFailed(answer)) return answer
    count('qh.llm.failures', { provider: name, reason: answer.reason })
    if (answer.retryAfterMs !== undefined && answer.reason !== 'UNAVAILABLE')
      quietUntil.set(model, performance.now() + answer.retryAfterMs)
    return answer
  }

  /** `ask` gets a signal that ends it when nobody waits for it any more. */
  const through = async <A extends Answer>(
    model: string,
    caller: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<A>,
  ): Promise<A | Failed> => {
    const away = turnedAway(model)
    if (away !== undefined) return away
    const stop = new AbortController()
    const signal = caller === undefined ? stop.signal : AbortSignal.any([stop.signal, caller])
    let asked = false
    const call = guard.call(async (): Promise<A | Failed> => {
      if (signal.aborted) return givenUp(signal, 'NOTHING')
      asked = true
      const answer = await ask(signal)
      // Who gives up early says nothing about the provider, and must not spoil it for the others.
      const isGone = caller?.aborted === true
      if (isFailed(answer) && isOfProvider(answer) && !isGone) throw new NotWell(answer)
      return answer
    })
    try {
      return noted(await orCancelled(call, caller, () => asked), model)
    } catch (error) {
      if (error instanceof NotWell) return noted(error.failed, model)
      if (error instanceof ProviderTimeout) {
        const seconds = settings.callSeconds
        return noted(
          failedUnsettled('TIMEOUT', `${name} did not answer within ${seconds} s`),
          model,
        )
      }
      if (error instanceof ProviderUnavailable)
        return failedFree('UNAVAILABLE', error.message, settings.breakerSeconds * 1000)
      throw error
    } finally {
      stop.abort()
    }
  }

  return {
    provider: {
      ...provider,
      complete: ({ signal: caller, ...request }, onText) =>
        through(request.model, caller, (signal) =>
          provider.complete(
            { ...request, signal },
            onText && ((delta) => (signal.aborted ? undefined : onText(delta))),
          ),
        ),
      embed: ({ signal: caller, ...request }) =>
        through(request.model, caller, (signal) => provider.embed({ ...request, signal })),
    },
    status: guard.status,
    close: guard.close,
  }
}

/** Who gives up does not wait for its turn, nor for the end of what it gave up. */
const orCancelled = async <A>(
  call: Promise<A>,
  caller: AbortSignal | undefined,
  asked: () => boolean,
): Promise<A | Failed> => {
  if (caller === undefined) return call
  let give = (): void => undefined
  const gone = new Promise<Failed>((resolve) => {
    give = () => resolve(givenUp(caller, asked() ? 'UNKNOWN' : 'NOTHING'))
    if (caller.aborted) give()
    caller.addEventListener('abort', give, { once: true })
  })
  // What is given up may still fail, and nobody is there to hear it.
  call.catch(() => undefined)
  return Promise.race([call, gone]).finally(() => caller.removeEventListener('abort', give))
}
