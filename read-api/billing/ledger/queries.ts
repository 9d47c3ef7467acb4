import { queryError } from '../../errors/query-error.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { LedgerEntryConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { LedgerEntry } from '../../schema/refs.ts'
import { requireOperator, requirePrincipal } from '../../view/caller.ts'
import { LedgerFilter, readEntries } from './entry-filter.ts'
import { ledgerKey, ledgerOrder } from './reads.ts'
import { LedgerPointInput, TrialBalance } from './trial-balance-type.ts'
import { readTrialBalance } from './trial-balance.ts'

builder.queryFields((t) => ({
  ledgerEntries: t.connection(
    {
      type: LedgerEntry,
      description: 'The ledger entries that you may see.',
      args: {
        filter: t.arg({ type: LedgerFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'In the order of the ledger: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, ledgerOrder, direction)
        return pageOf(await readEntries(view.db, view.caller, filter ?? {}, page), page, ledgerKey)
      },
    },
    LedgerEntryConnection,
  ),
  ledgerTrialBalance: t.field({
    type: [TrialBalance],
    description:
      'The whole ledger, asset by asset: as it is, or as of any point in time or in the log. For operators.',
    args: {
      asOf: t.arg({ type: LedgerPointInput, description: 'As of when; now when absent.' }),
    },
    complexity: (args) => ({ field: args.asOf == null ? 10 : 200, multiplier: 1 }),
    resolve: async (_, { asOf }, { view }) => {
      requireOperator(view.caller)
      const { position } = view.freshness
      if (asOf?.position != null && asOf.position > position)
        throw queryError('STALE_READ', `The ledger is known up to position ${position}.`)
      return readTrialBalance(view.db, asOf ?? undefined)
    },
  }),
}))
