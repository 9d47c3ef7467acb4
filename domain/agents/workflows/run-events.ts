import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Money } from '../../shared/money.ts'
import { Id, Instant, Sealed } from '../../shared/values.ts'
import { Kept } from './kept.ts'
import { Plan } from './plan.ts'
import { StepId } from './step-id.ts'
import { StepKey, WorkflowRef } from './values.ts'

export const Code = z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/)

/** What a step came to: its output, or the branch that a condition takes, or whether a loop goes on. */
export const Recorded = z.strictObject({
  output: Kept.exactOptional(),
  branch: z.enum(['then', 'else']).exactOptional(),
  goesOn: z.boolean().exactOptional(),
})
export type Recorded = z.output<typeof Recorded>

/** What the run spends from: a budget of its own, opened for it, or that of the run that it is part of. */
export const RunBudget = z.strictObject({ budgetId: Id, limit: Money.exactOptional() })
export type RunBudget = z.output<typeof RunBudget>

export const RunParent = z.strictObject({
  runId: Id,
  step: StepId,
  attempt: z.int().min(1),
  /** Of the run that nobody began but a person or a program: 0. */
  depth: z.int().min(1).max(8),
})

const Fact = z.strictObject({ runId: Id, organisation: Id, at: Instant })
const OfStep = Fact.extend({ step: StepId, key: StepKey, attempt: z.int().min(1) })

export const outcomes = ['COMPLETED', 'FAILED', 'CANCELLED'] as const
/** Whether all that can be taken back was: nothing had to be, all of it, or some could not. */
export const compensations = ['NONE', 'COMPLETE', 'PARTIAL'] as const

export const definitions = [
  defineEvent(
    'WorkflowRunRequested',
    1,
    Fact.extend({
      workflow: WorkflowRef,
      plan: Plan,
      input: Kept,
      by: z.strictObject({
        kind: z.enum(['user', 'apiKey', 'system', 'operator', 'agent']),
        id: z.string().min(1).max(200),
      }),
      budget: RunBudget.exactOptional(),
      parent: RunParent.exactOptional(),
      /** It goes another way from a step of another run on, and has what was recorded before that step. */
      fork: z
        .strictObject({ runId: Id, step: StepId, recorded: z.record(StepId, Recorded) })
        .exactOptional(),
    }),
  ),
  defineEvent('WorkflowStepBegan', 1, OfStep),
  defineEvent('WorkflowStepCompleted', 1, OfStep.extend({ recorded: Recorded })),
  // What went wrong may quote what people wrote.
  defineEvent('WorkflowStepFailed', 1, OfStep.extend({ code: Code, detail: Sealed })),
  defineEvent(
    'WorkflowStepCompensated',
    1,
    OfStep.extend({ outcome: z.enum(['DONE', 'FAILED']), code: Code.exactOptional() }),
  ),
  defineEvent('WorkflowRunSuspended', 1, Fact),
  defineEvent('WorkflowRunResumed', 1, Fact),
  defineEvent('WorkflowRunCancelRequested', 1, Fact),
  defineEvent(
    'WorkflowRunEnded',
    1,
    Fact.extend({
      outcome: z.enum(outcomes),
      compensation: z.enum(compensations),
      code: Code.exactOptional(),
      step: StepId.exactOptional(),
      output: Kept.exactOptional(),
      parent: RunParent.exactOptional(),
    }),
  ),
] as const
export type RunEvent = EventOf<(typeof definitions)[number]>
export type RunRequested = Extract<RunEvent, { type: 'WorkflowRunRequested' }>['data']
