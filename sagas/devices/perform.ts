import { load } from '../../commands/shared/load.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { job } from '../../domain/jobs/job.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../runtime/effects.ts'
import type { SchedulingEffect } from './scheduling.ts'

export const performSchedulingEffects: Performers<SchedulingEffect> = {
  configureQueue: ({ deviceId, accepting, retired, concurrency, windows }, tools) =>
    changeAs(tools, deviceQueue, deviceId, {
      type: 'ConfigureQueue',
      deviceId,
      accepting,
      retired,
      concurrency,
      windows,
    }),
  advanceQueue: ({ deviceId }, tools) =>
    changeAs(tools, deviceQueue, deviceId, { type: 'AdvanceQueue', deviceId }),
  cancelWaiting: ({ deviceId }, tools) => cancelWaiting(deviceId, tools),
}

const cancelWaiting = async (deviceId: string, tools: EffectTools): Promise<EffectOutcome> => {
  const { eventStore, foldCache } = tools.services
  const { state } = await load(eventStore, foldCache, deviceQueue, deviceId)
  for (const { jobId } of state.waiting) {
    const commandId = derivedId(tools.context.commandId, jobId)
    const each = { ...tools, context: { ...tools.context, commandId } }
    await changeAs(each, job, jobId, {
      type: 'RequestCancellation',
      by: 'SYSTEM',
      reason: 'The device was retired.',
    })
  }
  return succeeded({ cancelled: state.waiting.length })
}
