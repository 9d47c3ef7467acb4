import { z } from 'zod'
import { predictQueueTime as predict } from '../../../domain/agents/models/queue-time/predict.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineTool } from './tool.ts'

const seconds = z.number().min(0)

/** When a job of whoever asked for the run would have its slot. Also where no model is in use it says what is known without one. */
export const predictQueueTime = defineTool({
  name: 'predictQueueTime',
  does: 'Predicts how many seconds a job that is submitted now waits for its slot on a device.',
  input: z.strictObject({ deviceId: Id }),
  output: z.strictObject({
    deviceId: Id,
    basis: z.enum(['MODEL', 'FREE_SLOT', 'NOT_ACCEPTING', 'NO_MODEL']),
    seconds: seconds.exactOptional(),
    low: seconds.exactOptional(),
    high: seconds.exactOptional(),
    modelVersion: z.int().min(1).exactOptional(),
  }),
  run: async ({ deviceId }, { services, actor }) => {
    const grounds = await services.models.queueTimes.grounds(deviceId)
    if (grounds === undefined)
      return { kind: 'refused', code: 'NOT_FOUND', message: 'There is no such device.' }
    const { inUse, situation } = grounds
    const nowMs = services.clock.now().getTime()
    const predicted = predict(inUse?.artifact, situation, actor.id, nowMs)
    const by =
      predicted.basis === 'MODEL' && inUse !== undefined ? { modelVersion: inUse.version } : {}
    return { kind: 'done', output: { deviceId, ...predicted, ...by } }
  },
})
