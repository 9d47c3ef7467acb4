import type { OperatorActionName, Parameters } from '../../domain/operations/actions.ts'
import type { Failure } from '../errors/problem.ts'

/** What is to be done, to what, by whom and why. */
export type DeedWish = {
  readonly action: OperatorActionName
  readonly subject: string
  readonly parameters: Parameters
}

export type DeedOrder = DeedWish & {
  /** The deed's key: done again under it, nothing happens twice. */
  readonly actionId: string
  /** The causal story that the deed belongs to. */
  readonly correlationId: string
  readonly by: string
  readonly reason: string
}

/** What would happen, line by line. It follows from how things stand: the same lines, the same standing. */
export type DryRun = { readonly would: readonly string[] }

/** `PENDING`: what it takes does not answer; ask again under the same key. */
export type DeedOutcome = {
  readonly outcome: 'DONE' | 'FAILED' | 'PENDING'
  readonly detail: string
}

/** Performs what operators ask of a hub that runs. */
export type OperatorDeeds = {
  /** What would happen, or why nothing can. Writes nothing. */
  readonly preview: (wish: DeedWish) => Promise<DryRun | Failure>
  readonly perform: (order: DeedOrder) => Promise<DeedOutcome>
}
