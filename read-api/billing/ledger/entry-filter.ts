import { sql } from 'kysely'
import { uuidArgument } from '../../pagination/filter.ts'
import { type PageRequest, takePage } from '../../pagination/keyset.ts'
import { builder } from '../../schema/builder.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { entryIsVisible } from './reads.ts'

export const LedgerFilter = builder.inputType('LedgerFilter', {
  description: 'Which ledger entries are wanted; every member that is given must hold.',
  fields: (t) => ({
    walletId: t.id({ description: 'Of the transactions of this wallet.' }),
    organisationId: t.id({ description: 'Of the transactions of this organisation.' }),
    account: t.string({ description: 'On this account.' }),
    accountType: t.string({
      description: 'On any account of this type of the chart: "customer_credit".',
    }),
    type: t.string({ description: 'Of transactions that this type of event made.' }),
    jobId: t.id({ description: 'About this job.' }),
    referenceId: t.id({
      description:
        'About this job, hold, charge, payment, refund, dispute, bill, payout or adjusting entry, or of this transaction.',
    }),
    from: t.field({ type: 'DateTime', description: 'Recorded then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Recorded earlier.' }),
    bookedFrom: t.field({ type: 'DateTime', description: 'Booked then or later.' }),
    bookedBefore: t.field({ type: 'DateTime', description: 'Booked earlier.' }),
  }),
})

/** Columns that hold what a transaction is about. Each has an index. */
const references = [
  'job_id',
  'hold_id',
  'charge_id',
  'payment_id',
  'refund_id',
  'dispute_id',
  'bill_id',
  'payout_id',
  'entry_id',
  'transaction_id',
] as const

export const readEntries = (
  db: ReadDb,
  caller: Caller,
  filter: Partial<typeof LedgerFilter.$inferInput>,
  page: PageRequest,
) => {
  let query = db.selectFrom('ledger_entries').selectAll().where(entryIsVisible(caller))
  const { walletId, organisationId, account, accountType, type, jobId, referenceId } = filter
  const { from, before, bookedFrom, bookedBefore } = filter
  if (walletId != null) query = query.where('wallet_id', '=', walletId)
  if (organisationId != null)
    query = query.where('organisation', '=', uuidArgument('organisationId', organisationId))
  if (account != null) query = query.where('account', '=', account)
  // A type is followed by a colon and an owner, or by nothing; ";" is the character after ":".
  if (accountType != null)
    query = query.where(
      sql<boolean>`(account = ${accountType} or (account > ${`${accountType}:`} collate "C" and account < ${`${accountType};`} collate "C"))`,
    )
  if (type != null) query = query.where('event_type', '=', type)
  if (jobId != null) query = query.where('job_id', '=', uuidArgument('jobId', jobId))
  if (referenceId != null) {
    const id = uuidArgument('referenceId', referenceId)
    query = query.where((is) => is.or(references.map((column) => is(column, '=', id))))
  }
  if (from != null) query = query.where('recorded_at', '>=', from)
  if (before != null) query = query.where('recorded_at', '<', before)
  if (bookedFrom != null) query = query.where('booked_at', '>=', bookedFrom)
  if (bookedBefore != null) query = query.where('booked_at', '<', bookedBefore)
  return takePage(query, page).execute()
}
