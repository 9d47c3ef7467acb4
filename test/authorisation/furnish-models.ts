import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'

/** A model, and a version of it that has nothing to be trained on. */
export const furnishModels = async ({ http }: Stage, { operator }: Cast): Promise<void> => {
  const { token } = operator
  const description = 'How long a job waits for its slot'
  const body = { name: 'queue-time', kind: 'QUEUE_TIME', description }
  const { body: model } = await http.send('POST', '/v1/models', body, { token })
  await http.send('POST', `/v1/models/${String(model['modelId'])}/versions`, {}, { token })
}
