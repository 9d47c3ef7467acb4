import type { Definition, Step } from '../../../domain/agents/workflows/definition.ts'
import { allSteps } from '../../../domain/agents/workflows/plan.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { allows, type CommandContext } from '../../shared/context.ts'
import { jobSender } from '../agents/sends-jobs.ts'

/** By itself, by taking something back, by what runs within it, or by an agent: neither may be known yet. */
const maySendJobs = (step: Step): boolean =>
  step.kind === 'SUBWORKFLOW' ||
  (step.kind === 'TASK' && step.assignee.kind === 'AGENT') ||
  (step.kind === 'TOOL' && step.tool === jobSender) ||
  ('compensate' in step && step.compensate.tool === jobSender)

/** What a run does is done in the name of whoever begins it: a key that may not send jobs may not have them sent. */
export const refusedJobs = (
  { steps }: Definition,
  context: CommandContext,
): Rejection | undefined =>
  allSteps(steps).some(maySendJobs) && !allows(context, 'jobs:write')
    ? reject('FORBIDDEN', 'Its steps may send jobs; this takes the scope jobs:write.')
    : undefined
