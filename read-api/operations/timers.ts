import type { TimerRow } from '../../projections/sagas/tables.ts'
import { takePage, type SortOrder } from '../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { SagaTimerConnection } from './connections.ts'
import { SagaTimer } from './refs.ts'

SagaTimer.implement({
  description: 'A timer of a saga that has not fired yet. For operators.',
  fields: (t) => ({
    timerId: t.exposeID('timer_id', { description: 'Its id.' }),
    stream: t.exposeString('saga_stream', { description: 'The instance that set it.' }),
    name: t.exposeString('kind', { description: 'Its name in the instance.' }),
    dueAt: t.expose('due_at', { type: 'DateTime', description: 'When it fires.' }),
    isOverdue: t.boolean({
      description: 'Whether it should have fired by now.',
      resolve: ({ due_at }, _args, { view }) => due_at < view.clock.now(),
    }),
    position: t.expose('position', { type: 'Position', description: 'Where it was set.' }),
  }),
})

const order: SortOrder = {
  name: 'saga.timers',
  columns: [
    { column: 'due_at', type: 'instant' },
    { column: 'timer_id', type: 'text' },
  ],
}

builder.queryFields((t) => ({
  timers: t.connection(
    {
      type: SagaTimer,
      description: 'Timers that have not fired yet, the next one first. For operators.',
      args: { saga: t.arg.string({ required: false, description: 'Of this saga.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { saga, ...args }, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, 'ASC')
        const pending = view.db
          .withTables<{ timers: TimerRow }>()
          .selectFrom('timers')
          .selectAll()
          .where('state', '=', 'PENDING')
        const some = saga == null ? pending : pending.where('saga_stream', 'like', `${saga}-%`)
        const rows = await takePage(some, page).execute()
        return pageOf<TimerRow>(rows, page, ({ due_at, timer_id }) => [
          due_at.toISOString(),
          timer_id,
        ])
      },
    },
    SagaTimerConnection,
  ),
}))
