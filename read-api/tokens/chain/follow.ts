import { subjects } from '../../../platform/positions/notices.ts'
import { notFound } from '../../errors/query-error.ts'
import { builder } from '../../schema/builder.ts'
import type { Change } from '../../subscriptions/changes.ts'
import { requirePrincipal } from '../../view/caller.ts'
import type { View } from '../../view/view.ts'
import { Chain } from './refs.ts'

const chainOf = async ({ db }: Pick<View, 'db'>, key: string) => {
  const row = await db.selectFrom('chains').selectAll().where('chain', '=', key).executeTakeFirst()
  if (row === undefined) throw notFound('chain')
  return row
}

builder.subscriptionFields((t) => ({
  chainChanged: t.field({
    type: Chain,
    description:
      'A chain as it is now, then after each change: its head, what is safe and final, whether it is halted. Who is slow to read gets the newest state, not every one between.',
    args: { chain: t.arg.id({ required: true, description: 'The hub’s key of the chain.' }) },
    subscribe: async (_, { chain }, { view }): Promise<AsyncIterableIterator<Change>> => {
      requirePrincipal(view.caller)
      const row = await chainOf(view, chain)
      return view.changes(subjects.chain(row.chain), row.position)
    },
    resolve: (_, { chain }, { view }) => {
      requirePrincipal(view.caller)
      return chainOf(view, chain)
    },
  }),
}))
