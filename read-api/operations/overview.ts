import { sql } from 'kysely'
import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { BoundedCount, countRows } from './bounded.ts'
import {
  mostDevices,
  readGroups,
  readJobCounts,
  readLines,
  readMinutes,
  readMoney,
  readTypes,
} from './overview-reads.ts'
import {
  DeviceLineType,
  EventMinute,
  EventTypeCount,
  GroupState,
  JobStatusCount,
  MoneySum,
} from './overview-types.ts'

const HubOverview = builder.objectRef<object>('HubOverview').implement({
  description:
    'The hub at a glance. Each figure is kept, or counted up to a bound; what costs more says so. Only what is asked for is read.',
  fields: (t) => ({
    position: t.field({
      type: 'Position',
      description: 'How far the read models are.',
      resolve: (_, _args, { view }) => view.freshness.position,
    }),
    head: t.field({
      type: 'Position',
      description: 'The last position of the log, asked of the log itself.',
      complexity: 1,
      resolve: (_, _args, { view }) => view.insight.head(),
    }),
    lagMs: t.int({
      description: 'Milliseconds by which the read models are known to be behind.',
      resolve: (_, _args, { view }) => Math.round(view.freshness.lagMs),
    }),
    generation: t.int({
      description: 'The generation of read models that readers follow.',
      resolve: (_, _args, { view }) => view.freshness.generation,
    }),
    eventsPerMinute: t.field({
      type: [EventMinute],
      description:
        'The last hour minute by minute, the one that runs last. Kept by the projector: 61 rows are read.',
      complexity: 5,
      resolve: async (_, _args, { view }) => [...(await readMinutes(view.db, view.clock.now()))],
    }),
    eventTypes: t.field({
      type: [EventTypeCount],
      description: 'How many events there are of each type. Kept by the projector: a row a type.',
      complexity: 5,
      resolve: async (_, _args, { view }) => [...(await readTypes(view.db))],
    }),
    jobs: t.field({
      type: [JobStatusCount],
      description:
        'Jobs by state: those under way counted up to a bound, ended ones by the kept figures of the log.',
      complexity: 10,
      resolve: async (_, _args, { view }) => [...(await readJobCounts(view.db))],
    }),
    readModels: t.field({
      type: [GroupState],
      description: 'How far each group of tables is.',
      complexity: 5,
      resolve: async (_, _args, { view }) => [
        ...(await readGroups(view.db, view.freshness.generation)),
      ],
    }),
    parkedInstances: t.field({
      type: BoundedCount,
      description: 'Instances of sagas with dead letters.',
      complexity: 2,
      resolve: (_, _args, { view }) =>
        countRows(view.db, 'saga_instances', sql<boolean>`parked_count > 0`),
    }),
    stuckInstances: t.field({
      type: BoundedCount,
      description: 'Instances of sagas that the watchdog reports.',
      complexity: 2,
      resolve: (_, _args, { view }) =>
        countRows(view.db, 'saga_instances', sql<boolean>`status = 'ACTIVE' and stuck <> '{}'`),
    }),
    activeInstances: t.field({
      type: BoundedCount,
      description: 'Instances of sagas that have not ended.',
      complexity: 5,
      resolve: (_, _args, { view }) =>
        countRows(view.db, 'saga_instances', sql<boolean>`status = 'ACTIVE'`),
    }),
    quarantinedStreams: t.field({
      type: BoundedCount,
      description: 'Streams that wait behind an event that cannot be applied, by group of tables.',
      complexity: 2,
      resolve: (_, _args, { view }) => countRows(view.db, 'quarantine', sql<boolean>`true`),
    }),
    money: t.field({
      type: [MoneySum],
      description:
        'What stands on the ledger’s accounts, by asset and kind. All accounts are added up: what it costs grows with them.',
      complexity: 50,
      resolve: async (_, _args, { view }) => [...(await readMoney(view.db))],
    }),
    devices: t.field({
      type: [DeviceLineType],
      description: `The lines before devices, the longest first: ${mostDevices} at most.`,
      complexity: 10,
      resolve: async (_, _args, { view }) => [...(await readLines(view.db))],
    }),
  }),
})

builder.queryFields((t) => ({
  hubOverview: t.field({
    type: HubOverview,
    description: 'The hub at a glance. For operators.',
    resolve: (_, _args, { view }) => {
      requireOperator(view.caller)
      return {}
    },
  }),
}))
