import { deviceQueue, type DeviceQueueEvent } from '../../../domain/devices/device-queue.ts'
import type { Check } from './check.ts'
import { dataOf, statesOf, streamsOf } from './streams.ts'

/** No device runs more at a time than it can, every job gets one slot at most, and all slots are given back. */
export const queues: Check = ({ log }) =>
  [...streamsOf(log, deviceQueue.category)].flatMap(([deviceId, events]) => {
    const states = statesOf(deviceQueue, events)
    const last = states.at(-1) ?? deviceQueue.initial
    const granted = dataOf<DeviceQueueEvent, 'SlotGranted'>(events, 'SlotGranted')
    const released = dataOf<DeviceQueueEvent, 'SlotReleased'>(events, 'SlotReleased')
    const jobs = new Set(granted.map(({ jobId }) => jobId))
    const unbalanced = [...jobs].filter(
      (jobId) => released.filter((each) => each.jobId === jobId).length !== 1,
    )
    return [
      ...(granted.length === jobs.size ? [] : [`device ${deviceId} granted a job two slots`]),
      ...unbalanced.map((jobId) => `the slot of job ${jobId} was not given back once`),
      ...(states.some(({ running, concurrency }) => running.length > concurrency)
        ? [`device ${deviceId} ran more jobs at a time than it can`]
        : []),
      ...(last.running.length === 0 ? [] : [`device ${deviceId} still has jobs in its slots`]),
      ...(last.waiting.length === 0 ? [] : [`device ${deviceId} still has jobs in its queue`]),
    ]
  })
