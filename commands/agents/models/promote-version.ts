import { z } from 'zod'
import { model } from '../../../domain/agents/models/model.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'

/** Takes a version into use, if it is better over the same waits than the one in use and than what takes no model. */
export const promoteVersion = defineCommand({
  name: 'agents.promote-model-version',
  input: z.strictObject({ modelId: Id, version: z.int().min(1).max(1_000_000) }),
  scope: 'operations:write',
  run: async ({ modelId, version }, tools) => {
    const changed = await tools.change(model, modelId, { type: 'PromoteVersion', version })
    return 'stream' in changed ? { answer: { modelId, version }, changed } : changed
  },
})
