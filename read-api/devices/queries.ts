import { asOfArgument, costAsOf, readAsOf } from '../history/as-of.ts'
import { creationKey } from '../pagination/creation.ts'
import { uuidArgument } from '../pagination/filter.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { DeviceConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { Calibration, Device } from '../schema/refs.ts'
import { DeviceOrder, DeviceStatus, DeviceTechnology } from './device-enums.ts'
import { deviceOrders } from './orders.ts'
import { readDevices } from './reads.ts'

const DeviceFilter = builder.inputType('DeviceFilter', {
  description: 'Which devices are wanted; every member that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [DeviceStatus], description: 'In one of these states.' }),
    technology: t.field({ type: [DeviceTechnology], description: 'Of one of these kinds.' }),
    minimumQubits: t.int({ description: 'With at least so many qubits.' }),
    providerOrganisationId: t.id({ description: 'Offered by this organisation.' }),
  }),
})

const DeviceOrderBy = builder.inputType('DeviceOrderBy', {
  description: 'How a list of devices is ordered.',
  fields: (t) => ({
    field: t.field({
      type: DeviceOrder,
      required: true,
      defaultValue: 'REGISTERED_AT',
      description: 'By what.',
    }),
    direction: t.field({
      type: Direction,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
})

/** The values of a row in each order's columns. */
const keyOf = {
  REGISTERED_AT: creationKey,
  NAME: (row: { readonly name: string; readonly created_position: bigint }) => [
    row.name,
    row.created_position.toString(),
  ],
  QUBITS: (row: { readonly qubits: number; readonly created_position: bigint }) => [
    row.qubits.toString(),
    row.created_position.toString(),
  ],
} as const

builder.queryFields((t) => ({
  device: t.field({
    type: Device,
    nullable: true,
    description: 'One device; null when there is none.',
    args: {
      deviceId: t.arg.id({ required: true, description: 'The hub’s id of the device.' }),
      asOf: t.arg(asOfArgument),
    },
    complexity: costAsOf,
    resolve: async (_, { deviceId, asOf }, { view }) =>
      readAsOf(view, 'devices', await view.loaders.devices.load(deviceId), asOf),
  }),
  devices: t.connection(
    {
      type: Device,
      description: 'The devices of the marketplace.',
      args: {
        filter: t.arg({ type: DeviceFilter, description: 'Which; all when absent.' }),
        orderBy: t.arg({ type: DeviceOrderBy, description: 'The newest first when absent.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, orderBy, ...args }, { view }) => {
        const { field, direction } = orderBy ?? { field: 'REGISTERED_AT', direction: 'DESC' }
        const page = pageRequest(args, deviceOrders[field], direction)
        if (filter?.providerOrganisationId != null)
          uuidArgument('providerOrganisationId', filter.providerOrganisationId)
        return pageOf(await readDevices(view.db, filter ?? {}, page), page, keyOf[field])
      },
    },
    DeviceConnection,
  ),
  calibration: t.field({
    type: Calibration,
    nullable: true,
    description: 'One calibration; null when there is none.',
    args: {
      calibrationId: t.arg.id({ required: true, description: 'The hub’s id of the calibration.' }),
    },
    resolve: async (_, { calibrationId }, { view }) =>
      (await view.loaders.calibrations.load(calibrationId)) ?? null,
  }),
}))
