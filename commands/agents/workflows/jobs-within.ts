import type { Definition, Step } from '../../../domain/agents/workflows/definition.ts'
import { allSteps } from '../../../domain/agents/workflows/plan.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { allows, type CommandContext } from '../../shared/context.ts'

const sender = 'submitJob'

/** By itself, by taking something back, or by what runs within it, which may not be known yet. */
const maySendJobs = (step: Step): boolean =>
  step.kind === 'SUBWORKFLOW' ||
  (step.kind === 'TOOL' && step.tool === sender) ||
  ('compensate' in step && step.compensate.tool === sender)

/** What a run does is done in the name of whoever begins it: a key that may not send jobs may not have them sent. */
export const refusedJobs = (
  { steps }: Definition,
  context: CommandContext,
): Rejection | undefined =>
  allSteps(steps).some(maySendJobs) && !allows(context, 'jobs:write')
    ? reject('FORBIDDEN', 'Its steps may send jobs; this takes the scope jobs:write.')
    : undefined
