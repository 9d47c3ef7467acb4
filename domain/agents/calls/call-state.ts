import type { AttemptFailure, CacheUse } from './call-events.ts'

type AttemptFacts = {
  readonly attemptId: string
  readonly routeId: string
  readonly provider: string
  readonly repairs: boolean
  readonly maximum: bigint
  readonly asset: string
  readonly startedAt: string
  readonly deadline: string
}
export type Attempt = AttemptFacts &
  (
    | { readonly status: 'STARTED' }
    | {
        readonly status: 'SUCCEEDED'
        readonly answer: string
        readonly finish: 'STOP' | 'LENGTH' | 'FILTERED'
        readonly tokensIn: number
        readonly tokensOut: number
        readonly cost: bigint
        readonly accepted: boolean
      }
    | { readonly status: 'FAILED'; readonly reason: AttemptFailure; readonly cost: bigint }
  )

export type CallFacts = {
  readonly callId: string
  readonly organisation: string
  readonly budgetId?: string
  readonly kind: 'CHAT' | 'EMBEDDING'
  readonly template: string
  readonly version: number
  readonly wish: string
  readonly maxOutputTokens: number
  readonly cache: CacheUse
  readonly requestedAt: string
  readonly attempts: readonly Attempt[]
}
export type Call =
  | { readonly status: 'ABSENT' }
  | (CallFacts & { readonly status: 'OPEN' })
  | (CallFacts & { readonly status: 'COMPLETED'; readonly attemptId: string })
  | (CallFacts & {
      readonly status: 'CACHED'
      readonly answer: string
      readonly routeId: string
      readonly sourceCallId: string
    })
  | (CallFacts & { readonly status: 'REFUSED'; readonly code: string; readonly detail: string })

export const initial: Call = { status: 'ABSENT' }

/** The attempt that is under way, if one is. */
export const underWay = ({ attempts }: CallFacts): Attempt | undefined => {
  const last = attempts.at(-1)
  return last?.status === 'STARTED' ? last : undefined
}

/** What all attempts cost together, in fine units. */
export const costOf = ({ attempts }: CallFacts): bigint =>
  attempts.reduce((sum, attempt) => sum + ('cost' in attempt ? attempt.cost : 0n), 0n)
