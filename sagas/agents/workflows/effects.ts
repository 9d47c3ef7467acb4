import { z } from 'zod'
import type { Ending } from '../../../domain/agents/workflows/run.ts'
import { Code, outcomes } from '../../../domain/agents/workflows/run-events.ts'
import { StepId } from '../../../domain/agents/workflows/step-id.ts'

/** The names are stored: they never change. */
export type WorkflowEffect =
  | { readonly kind: 'openBudget'; readonly runId: string }
  | {
      readonly kind: 'performStep'
      readonly runId: string
      readonly step: string
      readonly attempt: number
    }
  /** The task or the run that the step waits for is not wanted any more. */
  | {
      readonly kind: 'stopStep'
      readonly runId: string
      readonly step: string
      readonly attempt: number
    }
  | {
      readonly kind: 'compensateStep'
      readonly runId: string
      readonly step: string
      readonly attempt: number
      /** It is not tried again. */
      readonly last: boolean
    }
  | { readonly kind: 'suspendRun'; readonly runId: string }
  | { readonly kind: 'closeBudget'; readonly runId: string }
  | { readonly kind: 'endRun'; readonly runId: string; readonly ending: Omit<Ending, 'output'> }

const Waiting = z.strictObject({
  came: z.literal('WAITING'),
  askAgainInMs: z.int().min(1).max(31_536_000_000),
})
const Refused = z.strictObject({ came: z.literal('REFUSED'), code: Code })

/** What came of a step, read back from the saga's stream. */
export const StepResult = z.intersection(
  z.object({ step: StepId, attempt: z.int().min(1) }),
  z.discriminatedUnion('came', [
    z.object({
      came: z.literal('DONE'),
      branch: z.enum(['then', 'else']).exactOptional(),
      goesOn: z.boolean().exactOptional(),
    }),
    z.object(Waiting.shape),
    /** An event says when it goes on: of a task, or of a run within this one. */
    z.object({ came: z.literal('AWAITING') }),
    /** It may or may not have been done. */
    z.object({ came: z.literal('UNKNOWN') }),
    z.object(Refused.shape),
  ]),
)
export type StepResult = z.output<typeof StepResult>

export const BudgetResult = z.discriminatedUnion('came', [
  z.strictObject({ came: z.literal('DONE') }),
  Waiting,
  Refused,
])
export type BudgetResult = z.output<typeof BudgetResult>

export const CompensationResult = z.discriminatedUnion('came', [
  z.strictObject({ came: z.literal('DONE') }),
  z.strictObject({ came: z.literal('FAILED') }),
  Waiting,
  Refused,
])
export type CompensationResult = z.output<typeof CompensationResult>

export const EndResult = z.strictObject({ outcome: z.enum(outcomes) })
