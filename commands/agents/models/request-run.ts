import { z } from 'zod'
import { Algorithm } from '../../../domain/agents/models/model-events.ts'
import { model } from '../../../domain/agents/models/model.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'

/** A new version, trained by the hub on its own log as it is now. */
export const trainModel = defineCommand({
  name: 'agents.train-model',
  input: z.strictObject({ modelId: Id, algorithm: Algorithm.default('BOOSTED_TREES') }),
  scope: 'operations:write',
  run: async ({ modelId, algorithm }, tools) => {
    const answered = await tools.answered(model, modelId)
    if (answered !== undefined && 'code' in answered) return answered
    const runId = derivedId(tools.context.commandId, 'run')
    const upTo = (await tools.services.eventStore.head()).toString()
    const command = { type: 'RequestTraining', runId, algorithm, upTo } as const
    const changed = answered ?? (await tools.change(model, modelId, command))
    return 'stream' in changed ? { answer: { modelId, runId }, changed } : changed
  },
})

/** A version that is there, judged over the newest waits of all, together with the version in use. */
export const evaluateModel = defineCommand({
  name: 'agents.evaluate-model',
  input: z.strictObject({ modelId: Id, version: z.int().min(1).max(1_000_000) }),
  scope: 'operations:write',
  run: async ({ modelId, version }, tools) => {
    const answered = await tools.answered(model, modelId)
    if (answered !== undefined && 'code' in answered) return answered
    const runId = derivedId(tools.context.commandId, 'run')
    const upTo = (await tools.services.eventStore.head()).toString()
    const command = { type: 'RequestEvaluation', runId, version, upTo } as const
    const changed = answered ?? (await tools.change(model, modelId, command))
    return 'stream' in changed ? { answer: { modelId, version, runId }, changed } : changed
  },
})
