import { builder } from '../schema/builder.ts'
import { BoundedCount } from './bounded.ts'
import type {
  AccountKindSum,
  DeviceLine,
  GroupProgress,
  Minute,
  StatusCount,
  TypeCount,
} from './overview-reads.ts'

export const EventMinute = builder.objectRef<Minute>('EventMinute').implement({
  description: 'The events of a minute.',
  fields: (t) => ({
    minute: t.expose('minute', { type: 'DateTime', description: 'Its beginning.' }),
    events: t.string({
      description: 'How many happened.',
      resolve: ({ events }) => events.toString(),
    }),
  }),
})

export const EventTypeCount = builder.objectRef<TypeCount>('EventTypeCount').implement({
  description: 'The events of a type.',
  fields: (t) => ({
    type: t.exposeString('type', { description: 'The type.' }),
    events: t.string({
      description: 'How many there are.',
      resolve: ({ events }) => events.toString(),
    }),
  }),
})

export const JobStatusCount = builder.objectRef<StatusCount>('JobStatusCount').implement({
  description: 'The jobs in a state.',
  fields: (t) => ({
    status: t.exposeString('status', { description: 'The state.' }),
    jobs: t.field({
      type: BoundedCount,
      description:
        'How many. Jobs under way are counted together up to the bound; ended ones are always exact, beyond it too.',
      complexity: 0,
      resolve: ({ jobs }) => jobs,
    }),
  }),
})

export const GroupState = builder.objectRef<GroupProgress>('ReadModelGroup').implement({
  description: 'A group of tables of the read models that readers follow.',
  fields: (t) => ({
    group: t.exposeString('group', { description: 'Its name.' }),
    position: t.expose('position', { type: 'Position', description: 'How far it is in the log.' }),
    events: t.string({
      description: 'How many events it has taken.',
      resolve: ({ events }) => events.toString(),
    }),
    behind: t.string({
      description: 'How many fewer than the group that is farthest.',
      resolve: ({ behind }) => behind.toString(),
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last moved.' }),
  }),
})

export const DeviceLineType = builder.objectRef<DeviceLine>('DeviceLine').implement({
  description: 'The line before a device.',
  fields: (t) => ({
    deviceId: t.exposeID('deviceId', { description: 'The device.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    status: t.exposeString('status', { description: 'Its state.' }),
    accepting: t.exposeBoolean('accepting', { description: 'Whether jobs get in line.' }),
    waiting: t.exposeInt('waiting', { description: 'Jobs that wait.' }),
    running: t.exposeInt('running', { description: 'Jobs that run.' }),
  }),
})

export const MoneySum = builder.objectRef<AccountKindSum>('MoneySum').implement({
  description: 'What stands on all ledger accounts of a kind, in one asset.',
  fields: (t) => ({
    asset: t.exposeString('asset', { description: 'The asset.' }),
    kind: t.exposeString('type', { description: 'The kind of account, as the chart names it.' }),
    balance: t.exposeString('balance', {
      description: 'In whole minor units, on the side on which such accounts grow.',
    }),
  }),
})
