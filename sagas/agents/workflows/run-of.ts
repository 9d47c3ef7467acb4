import { change } from '../../../commands/shared/change.ts'
import { load } from '../../../commands/shared/load.ts'
import {
  workflowRun,
  type ExistingRun,
  type RunCommand,
} from '../../../domain/agents/workflows/run.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'

export type OfStep = { readonly runId: string; readonly step: string; readonly attempt: number }

/** What a step does once is named so: a further attempt is another deed. */
export const stepKeyOf = ({ step, attempt }: Pick<OfStep, 'step' | 'attempt'>): string =>
  attempt === 1 ? step : `${step}~${attempt}`

export const runOf = async (
  { services: { eventStore, foldCache } }: Pick<EffectTools, 'services'>,
  runId: string,
): Promise<ExistingRun> => {
  const { state } = await load(eventStore, foldCache, workflowRun, runId)
  if (state.kind === 'absent') throw new Error(`run ${runId} is not there`)
  return state
}

/** The hub's own context, with the command id of this part of what is done. */
export const contextOf = (
  { context }: Pick<EffectTools, 'context'>,
  ...parts: readonly string[]
) => ({
  ...context,
  commandId: derivedId(...parts),
})

/** Writes down in the run's own stream what came of something, once; answers the run as it is then. */
export const note = async (
  tools: EffectTools,
  runId: string,
  name: string,
  command: RunCommand,
): Promise<
  { readonly run: ExistingRun; readonly eventId?: string } | { readonly code: string }
> => {
  const { services } = tools
  const hash = inputHashOf(services.secrets.inputHashKey, `workflowRun.${command.type}`, name)
  const context = contextOf(tools, runId, name)
  const changed = await change(services, context, hash, workflowRun, runId, command)
  if ('rejected' in changed) return { code: changed.rejected }
  if (!('stream' in changed)) throw new TryAgain(changed.detail)
  const { state, eventId } = changed
  if (state.kind === 'absent') throw new Error(`run ${runId} is not there`)
  return { run: state, ...(eventId === undefined ? {} : { eventId }) }
}

/** What the run spends from; of one that was given nothing there is no such budget. */
export const budgetIdOf = ({ requested: { runId, budget } }: ExistingRun): string =>
  budget?.budgetId ?? derivedId(runId, 'budget')
