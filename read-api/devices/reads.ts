import type { Calibration } from '../../domain/devices/calibration.ts'
import type { DeviceStatus } from '../../domain/devices/device.ts'
import type { DeviceRow } from '../../projections/devices/tables.ts'
import { creationKey } from '../pagination/creation.ts'
import { type PageRequest, takePage } from '../pagination/keyset.ts'
import { isOneOf } from '../pagination/filter.ts'
import { byUuid, children } from '../view/batch.ts'
import type { ReadDb } from '../view/db.ts'

const summary = [
  'calibration_id',
  'device_id',
  'taken_at',
  'source',
  'published_at',
  'qubits',
  'median_t1_us',
  'median_t2_us',
  'median_readout_error',
  'median_one_qubit_error',
  'median_two_qubit_error',
  'revision',
  'position',
] as const

type Measured = { readonly calibration_id: string; readonly data: Calibration }

export const deviceLoaders = (db: ReadDb) => ({
  devices: byUuid(
    (ids) => db.selectFrom('devices').selectAll().where('device_id', 'in', ids).execute(),
    ({ device_id }) => device_id,
  ),
  queueDepths: byUuid(
    (ids) =>
      db.selectFrom('device_queue_depth').selectAll().where('device_id', 'in', ids).execute(),
    ({ device_id }) => device_id,
  ),
  calibrations: byUuid(
    (ids) =>
      db.selectFrom('calibrations').select(summary).where('calibration_id', 'in', ids).execute(),
    ({ calibration_id }) => calibration_id,
  ),
  measurements: byUuid<Measured>(
    (ids) =>
      db
        .selectFrom('calibrations')
        .select(['calibration_id', 'data'])
        .where('calibration_id', 'in', ids)
        .execute(),
    ({ calibration_id }) => calibration_id,
  ),
  calibrationsOfDevice: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('calibrations')
        .select(summary)
        .whereRef('calibrations.device_id', '=', 'parent.id'),
    ({ position }) => [position.toString()],
  ),
  queueOfDevice: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('device_queue')
        .selectAll()
        .whereRef('device_queue.device_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
})

export type DeviceFilter = {
  readonly status?: readonly DeviceStatus[] | null | undefined
  readonly technology?: readonly DeviceRow['technology'][] | null | undefined
  readonly minimumQubits?: number | null | undefined
  readonly providerOrganisationId?: string | null | undefined
}

export const readDevices = (
  db: ReadDb,
  filter: DeviceFilter,
  page: PageRequest,
): Promise<readonly DeviceRow[]> => {
  let query = db.selectFrom('devices').selectAll()
  if (filter.status != null) query = query.where(isOneOf('status', filter.status))
  if (filter.technology != null) query = query.where(isOneOf('technology', filter.technology))
  if (filter.minimumQubits != null) query = query.where('qubits', '>=', filter.minimumQubits)
  if (filter.providerOrganisationId != null)
    query = query.where('provider_organisation', '=', filter.providerOrganisationId)
  return takePage(query, page).execute()
}
