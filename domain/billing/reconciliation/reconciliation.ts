import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'

/** When the provider's books and ours were compared, and what stood open after it. There is one for the hub. */
export const category = 'reconciliation'
export const reconciliationId = 'hub'

/** So many findings of one run are kept track of; with more, something else is wrong. */
export const mostFindings = 1_000

// Events: the stored contract.
const Fact = z.strictObject({ reconciliationId: z.literal(reconciliationId), at: Instant })
/** What was made, or touched, from `since` on was compared. */
const Run = Fact.extend({ runId: Id, since: Instant })
const count = z.int().min(0)

export const definitions = [
  defineEvent('ReconciliationOpened', 1, Fact),
  defineEvent(
    'ReconciliationRunCompleted',
    1,
    Run.extend({
      payments: count,
      refunds: count,
      disputes: count,
      transfers: count,
      found: count,
      /** Findings that stand after this run. */
      standing: z.array(Id).max(mostFindings),
    }),
  ),
] as const
export type ReconciliationEvent = EventOf<(typeof definitions)[number]>

// State.
export type Reconciliation = {
  readonly isOpen: boolean
  readonly standing: readonly string[]
  readonly lastRun?: string
}

export const initial: Reconciliation = { isOpen: false, standing: [] }

export const evolve = (state: Reconciliation, event: ReconciliationEvent): Reconciliation => {
  switch (event.type) {
    case 'ReconciliationOpened':
      return { ...state, isOpen: true }
    case 'ReconciliationRunCompleted':
      return { isOpen: true, standing: event.data.standing, lastRun: event.data.runId }
    default:
      return exhausted(event)
  }
}

// Commands.
export type RunSummary = {
  readonly runId: string
  readonly since: string
  readonly payments: number
  readonly refunds: number
  readonly disputes: number
  readonly transfers: number
  readonly found: number
  readonly standing: readonly string[]
}
export type ReconciliationCommand =
  | { readonly type: 'OpenReconciliation' }
  | { readonly type: 'CompleteRun'; readonly run: RunSummary }

export const decide = (
  command: ReconciliationCommand,
  state: Reconciliation,
  { now: at }: DecisionMeta,
): Decision<ReconciliationEvent> => {
  switch (command.type) {
    case 'OpenReconciliation':
      return state.isOpen ? [] : [{ type: 'ReconciliationOpened', data: { reconciliationId, at } }]
    case 'CompleteRun': {
      const { standing, ...run } = command.run
      if (state.lastRun === run.runId) return []
      const data = {
        reconciliationId,
        ...run,
        standing: standing.slice(0, mostFindings),
        at,
      } as const
      return [{ type: 'ReconciliationRunCompleted', data }]
    }
    default:
      return exhausted(command)
  }
}

export const reconciliation: Aggregate<Reconciliation, ReconciliationCommand, ReconciliationEvent> =
  { category, definitions, initial, evolve, decide }
