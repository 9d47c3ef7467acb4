import type { AttemptSample } from '../../domain/agents/routing/figures.ts'

/** An answer that was given before: sealed, so that with the organisation's key it is gone from here as well. */
export type KeptAnswer = {
  readonly callId: string
  readonly routeId: string
  readonly answer: string
}

export type KeptMeaning = { readonly key: string; readonly question: string }

/**
 * What the processes of a hub share about models: measured figures, providers that are left alone, answers that were given.
 * Forgetful: all of it is about speed and cost, none of it is truth, and nothing here throws when the cache is away.
 */
export type ModelMemory = {
  /** By route. Read out of the log when the cache has none. */
  readonly samples: (
    routeIds: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly AttemptSample[]>>
  readonly record: (routeId: string, sample: AttemptSample) => Promise<void>

  /** Providers that no process asks now, and for how many ms more. */
  readonly cooling: (providers: readonly string[]) => Promise<ReadonlyMap<string, number>>
  readonly succeeded: (provider: string) => Promise<void>
  /** One failure more; `retryAfterMs`: the provider's own wish to be left alone. */
  readonly failed: (provider: string, retryAfterMs?: number) => Promise<void>

  /** Somebody is waiting for this attempt, and says so again before `ttlMs` are over. */
  readonly hold: (attemptId: string, ttlMs: number) => Promise<void>
  readonly letGo: (attemptId: string) => Promise<void>
  readonly isHeld: (attemptId: string) => Promise<boolean>

  readonly answer: (key: string) => Promise<KeptAnswer | undefined>
  readonly keepAnswer: (key: string, kept: KeptAnswer) => Promise<void>
  /** Questions of a shelf whose answers are kept, the latest first; each sealed. */
  readonly meanings: (shelf: string) => Promise<readonly KeptMeaning[]>
  readonly keepMeaning: (shelf: string, meaning: KeptMeaning) => Promise<void>
}
