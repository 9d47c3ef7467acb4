import { nowOf } from '../history/past.ts'
import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { CalibrationConnection, DeviceQueueEntryConnection } from '../schema/connections.ts'
import { Calibration, Device, DeviceQueueEntry, Organisation } from '../schema/refs.ts'
import { DeviceStatus, DeviceTechnology, OutsideWindows } from './device-enums.ts'
import { DeviceExecution, DeviceQueueDepth, ExecutionWindow, ShotRange } from './device-parts.ts'
import { calibrationOrder, queueOrder } from './orders.ts'
import { Price } from './price-type.ts'
import { queueDepthOf } from './queue-depth.ts'

builder.node(Device, {
  description:
    'Quantum hardware, or its simulator, as its provider offers it. Everybody may see it.',
  id: { resolve: ({ device_id }) => device_id },
  loadOne: (id, { view }) => view.loaders.devices.load(id),
  fields: (t) => ({
    deviceId: t.exposeID('device_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { description: 'The provider’s words.' }),
    providerOrganisationId: t.exposeID('provider_organisation', {
      description: 'The hub’s id of the organisation that offers it.',
    }),
    provider: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation that offers it.',
      resolve: async ({ provider_organisation }, _, { view }) =>
        (await view.loaders.providers.load(provider_organisation)) ?? null,
    }),
    technology: t.expose('technology', {
      type: DeviceTechnology,
      description: 'What its qubits are made of.',
    }),
    qubits: t.exposeInt('qubits', { description: 'How many it has.' }),
    connectivity: t.field({
      type: t.listRef(t.listRef('Int')),
      description: 'Pairs on which a two-qubit gate is native; empty means all to all.',
      complexity: 10,
      resolve: ({ connectivity }) => connectivity,
    }),
    gateSet: t.stringList({
      description: 'Native gates; empty means every gate of the language.',
      resolve: ({ gate_set }) => [...gate_set],
    }),
    shots: t.field({
      type: ShotRange,
      description: 'How many shots it takes in one job.',
      resolve: ({ shots_min, shots_max }) => ({ min: shots_min, max: shots_max }),
    }),
    execution: t.expose('execution', {
      type: DeviceExecution,
      description: 'How it executes jobs.',
    }),
    executionWindows: t.field({
      type: [ExecutionWindow],
      description: 'When it runs jobs; none means always.',
      resolve: ({ execution_windows }) => execution_windows,
    }),
    outsideWindows: t.expose('outside_windows', {
      type: OutsideWindows,
      description: 'What it does with jobs outside its windows.',
    }),
    nextOpening: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When work may run next: now while a window is open; null for a retired device.',
      resolve: (device, _, { view }) =>
        device.status === 'RETIRED'
          ? null
          : new Date(
              view.rules.nextOpening(device.execution_windows, nowOf(view, device).getTime()),
            ),
    }),
    priceBook: t.field({
      type: [Price],
      description: 'Every price that was published, past and to come.',
      resolve: ({ price_book }) => [...price_book],
    }),
    price: t.field({
      type: Price,
      nullable: true,
      description: 'The price in force now; null before the first one begins.',
      resolve: (device, _, { view }) =>
        view.rules.priceAt(device.price_book, nowOf(view, device).toISOString()) ?? null,
    }),
    status: t.expose('status', { type: DeviceStatus, description: 'Whether it takes jobs.' }),
    statusReason: t.exposeString('status_reason', {
      nullable: true,
      description: 'Why it is not online, in the provider’s words.',
    }),
    registeredAt: t.expose('registered_at', {
      type: 'DateTime',
      description: 'When it was registered.',
    }),
    queueDepth: t.field({
      type: DeviceQueueDepth,
      description: 'How long its line is.',
      resolve: ({ device_id }, _, { view }) => queueDepthOf(view.loaders, device_id),
    }),
    queue: t.connection(
      {
        type: DeviceQueueEntry,
        description: 'The jobs at the device, in the order in which they came.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ device_id }, args, { view }) =>
          view.loaders.queueOfDevice.load({
            parent: device_id,
            page: pageRequest(args, queueOrder, 'ASC'),
          }),
      },
      DeviceQueueEntryConnection,
    ),
    calibration: t.field({
      type: Calibration,
      nullable: true,
      description: 'The newest that was published.',
      resolve: async ({ calibration_id }, _, { view }) =>
        calibration_id === null
          ? null
          : ((await view.loaders.calibrations.load(calibration_id)) ?? null),
    }),
    calibrations: t.connection(
      {
        type: Calibration,
        description: 'All that were published, the newest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ device_id }, args, { view }) =>
          view.loaders.calibrationsOfDevice.load({
            parent: device_id,
            page: pageRequest(args, calibrationOrder, 'DESC'),
          }),
      },
      CalibrationConnection,
    ),
    revision: t.field({
      type: 'String',
      description: 'Of the device’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})
