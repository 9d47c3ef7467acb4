import type { OperatorActionRow } from '../../projections/operations/tables.ts'
import { isId } from '../../platform/ids/ids.ts'
import { creationKey, creationOrder } from '../pagination/creation.ts'
import { takePage } from '../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { Direction } from '../schema/direction.ts'
import { requireOperator } from '../view/caller.ts'
import { OperatorActionConnection } from './connections.ts'
import { OperatorAction } from './refs.ts'

const Status = builder.enumType('OperatorActionStatus', {
  description: 'What came of an operator’s action.',
  values: {
    REQUESTED: {
      description: 'It is under way; of one at the command line nobody said how it ended.',
    },
    DONE: { description: 'It was done.' },
    FAILED: { description: 'It was not, or not all of it.' },
  },
})

const Performer = builder.enumType('OperatorActionPerformer', {
  description: 'Who does what an operator asked for.',
  values: {
    HUB: { description: 'The hub.' },
    CLI: { description: 'A program on the hub’s machine.' },
  },
})

OperatorAction.implement({
  description: 'What an operator did to the hub, or asked it to do. For operators.',
  fields: (t) => ({
    actionId: t.exposeID('action_id', { description: 'Its id.' }),
    action: t.exposeString('action', { description: 'What: a name such as `saga.redrive`.' }),
    subject: t.exposeString('subject', { description: 'To what.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    parameters: t.expose('parameters', { type: 'JSONObject', description: 'Its parameters.' }),
    performer: t.field({
      type: Performer,
      description: 'Who does it.',
      resolve: ({ performer }) => performer,
    }),
    requestedBy: t.exposeString('requested_by', {
      description: 'The operator: a person’s id, or `cli:` and a name on the hub’s machine.',
    }),
    would: t.stringList({
      description: 'What the dry run said when it was asked for.',
      resolve: ({ would }) => [...would],
    }),
    preview: t.exposeString('preview', {
      nullable: true,
      description: 'The hash of that; null when there was no dry run.',
    }),
    status: t.field({
      type: Status,
      description: 'What came of it.',
      resolve: ({ status }) => status,
    }),
    detail: t.exposeString('detail', { nullable: true, description: 'The same in words.' }),
    requestedAt: t.expose('requested_at', {
      type: 'DateTime',
      description: 'When it was asked for.',
    }),
    finishedAt: t.expose('finished_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was over.',
    }),
  }),
})

const Filter = builder.inputType('OperatorActionFilter', {
  description: 'Which actions are wanted; every member that is given must hold.',
  fields: (t) => ({
    action: t.string({ description: 'Of this name.' }),
    subject: t.string({ description: 'To this.' }),
    requestedBy: t.string({ description: 'Of this operator.' }),
    status: t.field({ type: Status, description: 'Of which this came.' }),
  }),
})

const order = creationOrder('operator.actions')

builder.queryFields((t) => ({
  operatorActions: t.connection(
    {
      type: OperatorAction,
      description: 'What operators did to the hub. For operators.',
      args: {
        filter: t.arg({ type: Filter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were asked for: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requireOperator(view.caller)
        const { action, subject, requestedBy, status } = filter ?? {}
        const page = pageRequest(args, order, direction)
        let rows = view.db.selectFrom('operator_actions').selectAll()
        // A name that no action has is looked for like any other.
        if (action != null)
          rows = rows.where((eb) => eb(eb.cast<string>('action', 'text'), '=', action))
        if (subject != null) rows = rows.where('subject', '=', subject)
        if (requestedBy != null) rows = rows.where('requested_by', '=', requestedBy)
        if (status != null) rows = rows.where('status', '=', status)
        return pageOf<OperatorActionRow>(await takePage(rows, page).execute(), page, creationKey)
      },
    },
    OperatorActionConnection,
  ),
  operatorAction: t.field({
    type: OperatorAction,
    nullable: true,
    description: 'One action; null when there is none. For operators.',
    args: { actionId: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_, { actionId }, { view }) => {
      requireOperator(view.caller)
      if (!isId(actionId)) return null
      const rows = view.db.selectFrom('operator_actions').selectAll()
      return (await rows.where('action_id', '=', actionId).executeTakeFirst()) ?? null
    },
  }),
}))
