import type { StepOfRun, WorkflowRunRow } from '../../../projections/agents/workflows/tables.ts'

/** In milliseconds; nothing while it goes on, and for what another run did. */
export const durationOf = ({ beganAt, endedAt }: StepOfRun): number | null =>
  beganAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(beganAt)

/** The steps that the end waited for, as far as the run has come. */
export const criticalSteps = ({ critical_path, steps }: WorkflowRunRow): readonly StepOfRun[] =>
  critical_path.flatMap((step) => steps.filter((each) => each.step === step))
