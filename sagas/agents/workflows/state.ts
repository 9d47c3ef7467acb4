import type { Plan } from '../../../domain/agents/workflows/plan.ts'
import type { Recorded } from '../../../domain/agents/workflows/run-events.ts'
import type { WorkflowEffect } from './effects.ts'

/** Where a step stands: its latest attempt, and for those that hold others how far they are. */
export type StepState =
  /** An effect is open. `heard`: what it may wait for has happened meanwhile. */
  | {
      readonly at: 'UNDER_WAY'
      readonly attempt: number
      readonly asked: number
      readonly heard: boolean
    }
  /** Asked again when its timer fires. `unsure`: it may have been done, which is found out in any case. */
  | {
      readonly at: 'WAITING'
      readonly attempt: number
      readonly asked: number
      readonly unsure: boolean
    }
  /** An event is waited for. */
  | { readonly at: 'AWAITING'; readonly attempt: number; readonly asked: number }
  /** The next attempt begins when its timer fires. */
  | { readonly at: 'RETRYING'; readonly attempt: number }
  | { readonly at: 'OPEN'; readonly branch?: 'then' | 'else'; readonly iteration?: number }
  | { readonly at: 'DONE'; readonly goesOn?: boolean }
  | { readonly at: 'FAILED'; readonly attempt: number }
  | { readonly at: 'STOPPED' }

export type Phase = 'OPENING' | 'RUNNING' | 'STOPPING' | 'COMPENSATING' | 'CLOSING' | 'ENDING'

/** Why a run does not complete. */
export type Reason = {
  readonly outcome: 'FAILED' | 'CANCELLED'
  readonly code: string
  readonly step?: string
}

export type WorkflowState = {
  readonly runId: string
  readonly plan: Plan
  readonly phase: Phase
  /** Whether the run has a budget of its own, which it opens and closes. */
  readonly budget: 'NONE' | 'UNDER_WAY' | 'WAITING' | 'OPEN'
  /** What the run that this one is a fork of has on record. */
  readonly recorded: Readonly<Record<string, Recorded>>
  readonly steps: Readonly<Record<string, StepState>>
  /** Done here and reversible, in the order in which they were. */
  readonly done: readonly string[]
  /** Attempts of a step since its run was resumed: retries are counted anew. */
  readonly since: Readonly<Record<string, number>>
  readonly suspended: boolean
  readonly reason?: Reason
  /** Attempts at the reversal of the last one done; how many could not be reversed, and were. */
  readonly undo: { readonly attempt: number; readonly failed: number; readonly count: number }
}

export const initial: WorkflowState = {
  ...{ runId: '', plan: { steps: [], onFailure: 'COMPENSATE' }, phase: 'OPENING', budget: 'NONE' },
  ...{ recorded: {}, steps: {}, done: [], since: {}, suspended: false },
  undo: { attempt: 1, failed: 0, count: 0 },
}

/** What follows, with times as they are from now. */
export type Want =
  | { readonly do: 'request'; readonly effect: WorkflowEffect }
  | { readonly do: 'schedule'; readonly name: string; readonly inMs: number }
  | { readonly do: 'unschedule'; readonly name: string }
  | { readonly do: 'end'; readonly outcome: string }

export type Move = { readonly state: WorkflowState; readonly wants: readonly Want[] }

export const stay = (state: WorkflowState): Move => ({ state, wants: [] })

/** One move, then the next from where it led. */
export const then = ({ state, wants }: Move, next: (state: WorkflowState) => Move): Move => {
  const after = next(state)
  return { state: after.state, wants: [...wants, ...after.wants] }
}

export const withStep = (state: WorkflowState, id: string, step: StepState): WorkflowState => ({
  ...state,
  steps: { ...state.steps, [id]: step },
})

/** Names of timers. */
export const budgetTimer = 'budget'
export const timerOf = (id: string): string => `step ${id}`

export const perform = (
  state: WorkflowState,
  step: string,
  attempt: number,
  asked: number,
): Move => ({
  state: withStep(state, step, { at: 'UNDER_WAY', attempt, asked, heard: false }),
  wants: [{ do: 'request', effect: { kind: 'performStep', runId: state.runId, step, attempt } }],
})
