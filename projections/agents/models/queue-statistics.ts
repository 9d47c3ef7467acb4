import {
  afterRelease,
  afterWait,
  noStatistics,
  type QueueStatistics,
} from '../../../domain/agents/models/queue-time/statistics.ts'
import { definitions, type DeviceQueueEvent } from '../../../domain/devices/device-queue.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import type { DeviceQueueRow } from '../../devices/tables.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

/** How long jobs wait for a device and have a slot on it. Who stands in line, with since when, it takes from the line’s own rows. */
export const queueStatistics = projectionOf({
  name: 'queue-statistics',
  definitions,
  touches: (event) => {
    if (event.type !== 'SlotGranted' && event.type !== 'SlotReleased') return []
    const { deviceId: device_id, jobId: job_id } = event.data
    return [
      { table: 'queue_statistics', key: { device_id } },
      { table: 'device_queue', key: { device_id, job_id } },
    ]
  },
  apply: (event, rows) => {
    if (event.type !== 'SlotGranted' && event.type !== 'SlotReleased') return []
    const { deviceId: device_id, jobId: job_id } = event.data
    const place = existing(rows.get('device_queue', { device_id, job_id }), event)
    const before = rows.get('queue_statistics', { device_id })?.statistics ?? noStatistics
    const statistics = after(before, event, place)
    const row = { device_id, statistics, position: event.position }
    return [{ do: 'put', table: 'queue_statistics', row }]
  },
})

const after = (
  before: QueueStatistics,
  event: Extract<DeviceQueueEvent, { type: 'SlotGranted' | 'SlotReleased' }>,
  place: DeviceQueueRow,
): QueueStatistics => {
  const atMs = msOf(event.data.at)
  const seconds = (atMs - place.since.getTime()) / 1000
  return event.type === 'SlotGranted'
    ? afterWait(before, seconds)
    : afterRelease(before, place.user_id, seconds, event.data.usedSeconds, atMs)
}
