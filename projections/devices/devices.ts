import { definitions, type DeviceEvent } from '../../domain/devices/device.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { DeviceRow } from './tables.ts'

export const devices = projectionOf({
  name: 'devices',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'devices', key: { device_id: data.deviceId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const known = rows.get('devices', { device_id: event.data.deviceId })
    const row =
      event.type === 'DeviceRegistered'
        ? registered(event)
        : { ...existing(known, event), ...changeOf(existing(known, event), event) }
    return [{ do: 'put', table: 'devices', row: { ...row, revision, position } }]
  },
})

type Registered = Extract<Projected<DeviceEvent>, { type: 'DeviceRegistered' }>

const registered = ({ data, revision, position }: Registered): DeviceRow => ({
  device_id: data.deviceId,
  provider_organisation: data.providerOrganisation,
  name: data.name,
  description: data.description,
  technology: data.technology,
  qubits: data.qubits,
  connectivity: data.connectivity,
  gate_set: data.gateSet,
  shots_min: data.shots.min,
  shots_max: data.shots.max,
  execution_windows: data.executionWindows,
  outside_windows: data.outsideWindows,
  price_book: data.priceBook,
  execution: data.execution,
  status: 'OFFLINE',
  status_reason: null,
  calibration_id: null,
  registered_at: new Date(data.registeredAt),
  created_position: position,
  revision,
  position,
})

const changeOf = (
  row: DeviceRow,
  event: Exclude<DeviceEvent, { type: 'DeviceRegistered' }>,
): Partial<DeviceRow> => {
  switch (event.type) {
    case 'DeviceCalibrationPublished':
      return { calibration_id: event.data.calibrationId }
    case 'DeviceWentOnline':
      return { status: 'ONLINE', status_reason: null }
    case 'DeviceWentOffline':
      return { status: 'OFFLINE', status_reason: event.data.reason }
    case 'DevicePaused':
      return { status: 'PAUSED', status_reason: event.data.reason }
    case 'DeviceRetired':
      return { status: 'RETIRED', status_reason: event.data.reason }
    case 'DevicePricePublished':
      return { price_book: [...row.price_book, event.data.price] }
    default:
      return exhausted(event)
  }
}
