import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleAll,
  isBrokenCircuitError,
} from 'cockatiel'
import PQueue from 'p-queue'
import { observe, record, secondsSince } from '../telemetry/metrics/instruments.ts'
import { ProviderTimeout, ProviderUnavailable, type Provider } from './port.ts'

/** What one process may ask of a provider, and when it stops asking. */
export type GuardSettings = {
  /** Calls under way at a time; the others wait in line. */
  readonly callsAtOnce: number
  readonly callsPerSecond: number
  /** A call that takes longer counts as unanswered. */
  readonly callSeconds: number
  /** After so many failures in a row nobody asks any more … */
  readonly breakerFailures: number
  /** … for so long; then one call tries whether it answers again. */
  readonly breakerSeconds: number
}

export type GuardStatus = {
  readonly breaker: 'CLOSED' | 'OPEN' | 'HALF_OPEN'
  readonly underWay: number
  readonly waiting: number
}

/** Stands before one provider, for all that this process asks of it; other providers have guards of their own. */
export type Guard = {
  /** Throws ProviderUnavailable without asking while the breaker is open, ProviderTimeout when there is no answer. */
  readonly call: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>
  readonly status: () => GuardStatus
  readonly close: () => void
}

export type GuardOptions = GuardSettings & {
  readonly provider: string
  readonly onChange?: (status: GuardStatus) => void
}

const stateNames = {
  [CircuitState.Closed]: 'CLOSED',
  [CircuitState.HalfOpen]: 'HALF_OPEN',
  [CircuitState.Open]: 'OPEN',
  [CircuitState.Isolated]: 'OPEN',
} as const
const levels = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const

const inTime = async <Answer>(ask: () => Promise<Answer>, seconds: number): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProviderTimeout(`no answer within ${seconds} s`)),
      seconds * 1000,
    )
    // What is waited for keeps the process alive, not the waiting.
    timer.unref()
  })
  return Promise.race([ask(), late]).finally(() => clearTimeout(timer))
}

export const createGuard = ({ provider, onChange, ...settings }: GuardOptions): Guard => {
  const { callsAtOnce, callsPerSecond, callSeconds, breakerFailures, breakerSeconds } = settings
  const queue = new PQueue({
    concurrency: callsAtOnce,
    interval: 1_000,
    intervalCap: callsPerSecond,
  })
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: breakerSeconds * 1000,
    breaker: new ConsecutiveBreaker(breakerFailures),
  })
  const status = (): GuardStatus => ({
    breaker: stateNames[breaker.state],
    underWay: queue.pending,
    waiting: queue.size,
  })
  const changes = breaker.onStateChange(() => onChange?.(status()))
  const forget = observe(['qh.provider.breaker', 'qh.provider.waiting'], (tell) => {
    const { breaker: state, waiting } = status()
    tell('qh.provider.breaker', levels[state], { provider })
    tell('qh.provider.waiting', waiting, { provider })
  })
  /** Only what the provider was asked for: a breaker that is open says no by itself. */
  const asked = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const began = performance.now()
    const ended = (outcome: string): void =>
      record('qh.provider.call.duration', secondsSince(began), { provider, outcome })
    try {
      const answer = await inTime(ask, callSeconds)
      ended('ok')
      return answer
    } catch (error) {
      ended('error')
      throw error
    }
  }
  return {
    call: (ask) =>
      queue.add(async () => {
        try {
          return await breaker.execute(() => asked(ask))
        } catch (error) {
          if (!isBrokenCircuitError(error)) throw error
          throw new ProviderUnavailable(`${provider} failed again and again, and is left alone`)
        }
      }),
    status,
    close: () => {
      changes.dispose()
      forget()
    },
  }
}

/** A provider that is asked through its guard. Following a run holds no place: it lasts as long as the run. */
export const guarded = (provider: Provider, { call }: Guard): Provider => ({
  ...provider,
  submit: (submission) => call(() => provider.submit(submission)),
  find: (clientToken) => call(() => provider.find(clientToken)),
  cancel: (clientToken) => call(() => provider.cancel(clientToken)),
})
