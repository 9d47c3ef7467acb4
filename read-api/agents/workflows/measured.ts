import {
  criticalPath,
  durationMs,
  type Measured,
} from '../../../domain/agents/workflows/critical-path.ts'
import type { StepOfRun, WorkflowRunRow } from '../../../projections/agents/workflows/tables.ts'

export const measuredOf = ({ step, beganAt, endedAt }: StepOfRun): readonly Measured[] =>
  beganAt === null || endedAt === null ? [] : [{ step, beganAt, endedAt }]

/** In milliseconds; nothing while it goes on, and for what another run did. */
export const durationOf = (step: StepOfRun): number | null =>
  measuredOf(step).map(durationMs)[0] ?? null

/** The steps that the end waited for, as far as the run has come. */
export const criticalSteps = ({ plan, steps }: WorkflowRunRow): readonly StepOfRun[] =>
  criticalPath(plan, steps.flatMap(measuredOf)).flatMap(({ step }) =>
    steps.filter((each) => each.step === step),
  )
