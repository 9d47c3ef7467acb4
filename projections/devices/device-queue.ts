import { definitions, type DeviceQueueEvent } from '../../domain/devices/device-queue.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowRef, Rows, RowWrite } from '../shared/rows.ts'
import type { DeviceQueueDepthRow, DeviceQueueRow } from './tables.ts'

/** Who waits for a device, who is on it, and how many of each. */
export const deviceQueue = projectionOf({
  name: 'device-queue',
  definitions,
  touches: (event): readonly RowRef[] => {
    const device_id = event.data.deviceId
    const depth = { table: 'device_queue_depth', key: { device_id } } as const
    if (event.type === 'DeviceQueueConfigured') return [depth]
    return [depth, { table: 'device_queue', key: { device_id, job_id: event.data.jobId } }]
  },
  apply: (event, rows) => {
    const { revision, position } = event
    const known = rows.get('device_queue_depth', { device_id: event.data.deviceId })
    const before = known ?? unconfigured(event)
    const { depth, line } = changesOf(before, event, rows)
    const row = { ...before, ...depth, revision, position }
    return [{ do: 'put', table: 'device_queue_depth', row }, ...line]
  },
})

const unconfigured = (event: Projected<DeviceQueueEvent>): DeviceQueueDepthRow => ({
  device_id: event.data.deviceId,
  accepting: false,
  concurrency: 1,
  waiting: 0,
  running: 0,
  revision: event.revision,
  position: event.position,
})

type Changes = {
  readonly depth: Partial<DeviceQueueDepthRow>
  readonly line: readonly RowWrite[]
}

const changesOf = (
  depth: DeviceQueueDepthRow,
  event: Projected<DeviceQueueEvent>,
  rows: Rows,
): Changes => {
  const { waiting, running } = depth
  switch (event.type) {
    case 'DeviceQueueConfigured': {
      const { accepting, concurrency } = event.data
      return { depth: { accepting, concurrency }, line: [] }
    }
    case 'JobEnqueued': {
      const { user, at } = event.data
      const since = new Date(at)
      const place: DeviceQueueRow = {
        ...keyOf(event),
        user_id: user,
        state: 'WAITING',
        enqueued_at: since,
        since,
        created_position: event.position,
        position: event.position,
      }
      return { depth: { waiting: waiting + 1 }, line: [stands(place)] }
    }
    case 'SlotGranted': {
      const place = existing(rows.get('device_queue', keyOf(event)), event)
      const since = new Date(event.data.at)
      return {
        depth: { waiting: waiting - 1, running: running + 1 },
        line: [stands({ ...place, state: 'RUNNING', since, position: event.position })],
      }
    }
    case 'SlotReleased':
      return { depth: { running: running - 1 }, line: [leaves(event)] }
    case 'JobLeftQueue':
      return { depth: { waiting: waiting - 1 }, line: [leaves(event)] }
    default:
      return exhausted(event)
  }
}

type OfJob = Exclude<DeviceQueueEvent, { type: 'DeviceQueueConfigured' }>

const keyOf = ({ data }: OfJob) => ({ device_id: data.deviceId, job_id: data.jobId })

const stands = (row: DeviceQueueRow): RowWrite => ({ do: 'put', table: 'device_queue', row })

const leaves = (event: OfJob): RowWrite => ({
  do: 'remove',
  table: 'device_queue',
  key: keyOf(event),
})
