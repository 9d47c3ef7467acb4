import { sql } from 'kysely'
import type { SagaInstanceRow } from '../../projections/sagas/tables.ts'
import { creationKey, creationOrder } from '../pagination/creation.ts'
import { takePage, type SortOrder } from '../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { Direction } from '../schema/direction.ts'
import { requireOperator } from '../view/caller.ts'
import { SagaInstanceConnection } from './connections.ts'
import { SagaInstance } from './refs.ts'
import { SagaInstanceStatus } from './saga-instance-type.ts'
import { SagaDefinition } from './saga-type.ts'

const SagaInstanceFilter = builder.inputType('SagaInstanceFilter', {
  description: 'Which instances are wanted; every member that is given must hold.',
  fields: (t) => ({
    saga: t.string({ description: 'Of this saga.' }),
    status: t.field({ type: SagaInstanceStatus, description: 'In this state.' }),
    stuck: t.boolean({ description: 'Reported by the watchdog, and still going on.' }),
    parked: t.boolean({ description: 'With dead letters.' }),
  }),
})

const byCreation = creationOrder('saga.instances')

const byStream: SortOrder = {
  name: 'saga.letters',
  columns: [{ column: 'stream', type: 'text' }],
}

builder.queryFields((t) => ({
  sagas: t.field({
    type: [SagaDefinition],
    description: 'The sagas of this hub, as its code defines them. For operators.',
    complexity: { field: 1, multiplier: 30 },
    resolve: (_, _args, { view }) => {
      requireOperator(view.caller)
      return [...view.insight.sagas]
    },
  }),
  sagaInstances: t.connection(
    {
      type: SagaInstance,
      description: 'Instances of sagas. For operators.',
      args: {
        filter: t.arg({ type: SagaInstanceFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they began: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requireOperator(view.caller)
        const { saga, status, stuck, parked } = filter ?? {}
        const page = pageRequest(args, byCreation, direction)
        let rows = view.db.selectFrom('saga_instances').selectAll()
        if (saga != null) rows = rows.where('saga', '=', saga)
        // In the words of the partial indexes.
        if (status === 'ACTIVE') rows = rows.where(sql<boolean>`status = 'ACTIVE'`)
        if (status === 'ENDED') rows = rows.where('status', '=', 'ENDED')
        if (stuck === true) rows = rows.where(sql<boolean>`status = 'ACTIVE' and stuck <> '{}'`)
        if (parked === true) rows = rows.where(sql<boolean>`parked_count > 0`)
        return pageOf(await takePage(rows, page).execute(), page, creationKey)
      },
    },
    SagaInstanceConnection,
  ),
  sagaInstance: t.field({
    type: SagaInstance,
    nullable: true,
    description: 'One instance; null when there is none. For operators.',
    args: { stream: t.arg.string({ required: true, description: 'Its stream, `<saga>-<id>`.' }) },
    resolve: async (_, { stream }, { view }) => {
      requireOperator(view.caller)
      const rows = view.db.selectFrom('saga_instances').selectAll().where('stream', '=', stream)
      return (await rows.executeTakeFirst()) ?? null
    },
  }),
  deadLetters: t.connection(
    {
      type: SagaInstance,
      description: 'Instances with something parked, by the names of their streams. For operators.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, byStream, 'ASC')
        const rows = view.db
          .selectFrom('saga_instances')
          .selectAll()
          .where(sql<boolean>`parked_count > 0`)
        const found = await takePage(rows, page).execute()
        return pageOf<SagaInstanceRow>(found, page, ({ stream }) => [stream])
      },
    },
    SagaInstanceConnection,
  ),
}))
