import { load } from '../../commands/shared/load.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { job } from '../../domain/jobs/job.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { changeAs, succeeded, type EffectOutcome, type EffectTools } from '../runtime/effects.ts'
import type { SchedulingEffect } from './scheduling.ts'

export const performSchedulingEffect = (
  effect: SchedulingEffect,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { deviceId } = effect
  switch (effect.kind) {
    case 'configureQueue': {
      const { accepting, retired, concurrency, windows } = effect
      return changeAs(tools, deviceQueue, deviceId, {
        type: 'ConfigureQueue',
        deviceId,
        accepting,
        retired,
        concurrency,
        windows,
      })
    }
    case 'advanceQueue':
      return changeAs(tools, deviceQueue, deviceId, { type: 'AdvanceQueue', deviceId })
    case 'cancelWaiting':
      return cancelWaiting(deviceId, tools)
    default:
      return exhausted(effect)
  }
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
