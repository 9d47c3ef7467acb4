import type { BookHead } from '../../platform/audit/port.ts'
import { queryError } from '../errors/query-error.ts'
import { uuidArgument } from '../pagination/filter.ts'
import type { SortOrder } from '../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { Direction } from '../schema/direction.ts'
import { requireOperator } from '../view/caller.ts'
import { readHeadsPage } from './heads-page.ts'
import { AuditKey, ConsistencyProof, InclusionProof, TreeHead } from './types.ts'

const order: SortOrder = {
  name: 'audit.heads',
  columns: [{ column: 'revision', type: 'bigint' }],
}

const TreeHeadConnection = builder.connectionObject(
  { type: TreeHead, name: 'TreeHeadConnection', description: 'A page of signed heads.' },
  { name: 'TreeHeadEdge', description: 'One of signed heads, with its place in the list.' },
)

builder.queryFields((t) => ({
  treeHeads: t.connection(
    {
      type: TreeHead,
      description: 'The signed heads of the tree over the log. For operators.',
      args: {
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were signed: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, ...args }, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, direction)
        const heads = await readHeadsPage(view.audit, page)
        return pageOf<BookHead>(heads, page, ({ revision }) => [revision.toString()])
      },
    },
    TreeHeadConnection,
  ),
  auditKeys: t.field({
    type: [AuditKey],
    description: 'The public keys of the audit, in the order of their use. For operators.',
    resolve: async (_, _args, { view }) => {
      requireOperator(view.caller)
      return [...(await view.audit.keys())]
    },
  }),
  inclusionProof: t.field({
    type: InclusionProof,
    nullable: true,
    description:
      'That an event is in the tree of the last signed head; null until there is one over it. For operators.',
    args: { eventId: t.arg.id({ required: true, description: 'The event.' }) },
    resolve: async (_, { eventId }, { view }) => {
      requireOperator(view.caller)
      const id = uuidArgument('eventId', eventId)
      const place = await view.db
        .selectFrom('event_log')
        .select(['stream', 'revision'])
        .where('event_id', '=', id)
        .executeTakeFirst()
      if (place === undefined) return null
      const proof = await view.audit.inclusion(place.stream, place.revision)
      return proof === undefined ? null : { ...proof, eventId: id }
    },
  }),
  consistencyProof: t.field({
    type: ConsistencyProof,
    description: 'That the log of then is the beginning of the log of later. For operators.',
    args: {
      from: t.arg.int({ required: true, description: 'Events of the first tree: of a head.' }),
      to: t.arg.int({ required: true, description: 'Events of the second one.' }),
    },
    resolve: async (_, { from, to }, { view }) => {
      requireOperator(view.caller)
      const proof = await view.audit.consistency(from, to)
      if (proof === undefined)
        throw queryError(
          'QUERY_INVALID',
          '"from" and "to" are sizes of trees, the first no greater than the second, and that no greater than the last head.',
        )
      return { ...proof, from, to }
    },
  }),
}))
