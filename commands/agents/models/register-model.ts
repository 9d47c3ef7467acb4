import { z } from 'zod'
import { ModelKind } from '../../../domain/agents/models/model-events.ts'
import { model } from '../../../domain/agents/models/model.ts'
import { defineCommand } from '../../shared/definition.ts'
import { modelIdOf } from './model-id.ts'

export const ModelName = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)

/** A model, which has no version yet. */
export const registerModel = defineCommand({
  name: 'agents.register-model',
  input: z.strictObject({
    name: ModelName,
    kind: ModelKind,
    description: z.string().min(1).max(500),
  }),
  scope: 'operations:write',
  run: async ({ name, kind: purpose, description }, tools) => {
    const modelId = modelIdOf(name)
    const command = { type: 'RegisterModel', modelId, name, purpose, description } as const
    const changed = await tools.change(model, modelId, command)
    return 'stream' in changed ? { answer: { modelId, name }, changed } : changed
  },
})
