import { evaluateVersion, trainVersion } from '../../../commands/agents/models/do-run.ts'
import { load } from '../../../commands/shared/load.ts'
import {
  model,
  type ModelCommand,
  type RegisteredModel,
} from '../../../domain/agents/models/model.ts'
import { FitFailed } from '../../../platform/models/fitter.ts'
import { changeAs, succeeded, type EffectTools, type Performers } from '../../runtime/effects.ts'
import type { ModelRunEffect } from './model-run.ts'

type Named = { readonly modelId: string; readonly runId: string }

/** A run that is not open any more was performed before. */
const record = async (
  { modelId, runId }: Named,
  tools: EffectTools,
  work: (state: RegisteredModel) => Promise<ModelCommand>,
) => {
  const { services } = tools
  const { state } = await load(services.eventStore, services.foldCache, model, modelId)
  if (state.kind === 'absent' || !state.runs.some((run) => run.runId === runId)) return succeeded()
  return changeAs(tools, model, modelId, await work(state))
}

const failed =
  (runId: string) =>
  (error: unknown): ModelCommand => {
    if (!(error instanceof FitFailed)) throw error
    return { type: 'FailRun', runId, code: 'FIT_FAILED', detail: error.message }
  }

export const performModelEffects: Performers<ModelRunEffect> = {
  trainModel: (effect, tools) =>
    record(effect, tools, (state) =>
      trainVersion(tools.services, state, effect).catch(failed(effect.runId)),
    ),
  evaluateModel: (effect, tools) =>
    record(effect, tools, (state) => evaluateVersion(tools.services, state, effect)),
}
