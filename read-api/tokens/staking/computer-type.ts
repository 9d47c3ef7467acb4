import { builder } from '../../schema/builder.ts'
import { Device } from '../../schema/refs.ts'
import { QuantumComputer, Stake } from './refs.ts'
import { mostStakes, readStakes } from './stakes.ts'

const ComputerStatus = builder.enumType('QuantumComputerStatus', {
  description: 'How far a computer is with the registry of its chain.',
  values: {
    REQUESTED: { description: 'The chain was asked for something and has not answered for good.' },
    REGISTERED: { description: 'What is shown stands in the registry.' },
    FAILED: { description: 'The chain refused what was asked last.' },
  },
})

QuantumComputer.implement({
  description: 'A device of the hub in the registry of a chain.',
  fields: (t) => ({
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    deviceId: t.exposeID('device_id', { description: 'The hub’s id of the device.' }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device; null when the registry has one that the hub has not.',
      resolve: async ({ device_id }, _, { view }) =>
        (await view.loaders.devices.load(device_id)) ?? null,
    }),
    computerId: t.exposeString('computer_id', { description: 'As the contracts name it.' }),
    status: t.expose('status', { type: ComputerStatus, description: 'How far it is.' }),
    operator: t.exposeString('operator', {
      description: 'The address that is paid for its work, and whose stake answers for it.',
    }),
    capacity: t.string({
      description: 'QPU-seconds a day that it offers.',
      resolve: ({ capacity }) => capacity.toString(),
    }),
    active: t.exposeBoolean('active', {
      description: 'Whether QVT can be staked on it, and its work is rewarded.',
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why the chain refused what was asked last.',
    }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
    stakes: t.field({
      type: [Stake],
      description: `What is staked on it; at most ${mostStakes}.`,
      complexity: { field: 10, multiplier: 10 },
      resolve: ({ chain, computer_id: computerId }, _, { view }) =>
        readStakes(view.db, { chain, computerId }),
    }),
  }),
})
