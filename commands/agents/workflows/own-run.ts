import { workflowRun, type ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { notFound } from '../../shared/change.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** The run, if it is the caller's organisation's. */
export const ownRun = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  runId: string,
): Promise<ExistingRun | Rejection> => {
  const { state } = await load(workflowRun, runId)
  return state.kind === 'existing' && actsFor(context, state.requested.organisation)
    ? state
    : notFound('run')
}
