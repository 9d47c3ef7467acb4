import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { JournalEntryConnection, LedgerEntryConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { Money } from '../../schema/money.ts'
import { JournalEntry, LedgerEntry } from '../../schema/refs.ts'
import { requireOperator } from '../../view/caller.ts'
import { readEntries } from './entry-filter.ts'
import { EntrySide } from './entry-side.ts'
import { ledgerKey, ledgerOrder } from './reads.ts'

const Status = builder.enumType('JournalEntryStatus', {
  description: 'Where an adjusting entry is.',
  values: {
    PENDING: { description: 'Prepared; no money moved.' },
    POSTED: { description: 'In the books.' },
    VOIDED: { description: 'Prepared, and given up.' },
    EXPIRED: { description: 'Prepared, and not posted in time.' },
    REVERSED: { description: 'Posted, and taken back by the same legs on the other sides.' },
  },
})

type Leg = {
  readonly account: string
  readonly side: 'DEBIT' | 'CREDIT'
  readonly amount: string
  readonly asset: string
}

const JournalLeg = builder.objectRef<Leg>('JournalLeg').implement({
  description: 'One leg of an adjusting entry.',
  fields: (t) => ({
    account: t.exposeString('account', { description: 'The account of the chart.' }),
    side: t.expose('side', { type: EntrySide, description: 'Debit or credit.' }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
  }),
})

builder.node(JournalEntry, {
  description: 'An operator’s adjusting entry of the hub’s own books.',
  id: { resolve: ({ entry_id }) => entry_id },
  loadOne: (id, { view }) => view.loaders.journalEntries.load(id),
  fields: (t) => ({
    entryId: t.exposeID('entry_id', { description: 'The hub’s id, as commands take it.' }),
    status: t.expose('status', { type: Status, description: 'Where it is.' }),
    legs: t.field({
      type: [JournalLeg],
      description: 'As prepared while it is pending, as posted after that.',
      resolve: ({ legs, asset }) => legs.map((leg) => ({ ...leg, asset })),
    }),
    reason: t.exposeString('reason', { description: 'Why it was entered.' }),
    resolution: t.exposeString('resolution', {
      nullable: true,
      description: 'Why it was posted, voided or reversed.',
    }),
    enteredBy: t.exposeID('entered_by', { description: 'The operator who entered it.' }),
    enteredAt: t.expose('entered_at', { type: 'DateTime', description: 'When it was entered.' }),
    bookedAt: t.expose('booked_at', {
      type: 'DateTime',
      description: 'When it happened economically.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it could be posted; null when it was entered at once.',
    }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
    entries: t.connection(
      {
        type: LedgerEntry,
        description: 'What it left in the ledger, reversal included.',
        complexity: (args) => ({ field: 5, multiplier: pageSize(args) }),
        resolve: async ({ entry_id }, args, { view }) => {
          const page = pageRequest(args, ledgerOrder, 'ASC')
          const filter = { referenceId: entry_id }
          return pageOf(await readEntries(view.db, view.caller, filter, page), page, ledgerKey)
        },
      },
      LedgerEntryConnection,
    ),
    revision: t.string({
      description: 'Of the entry’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})

const order = creationOrder('journal.entered')

builder.queryFields((t) => ({
  journalEntry: t.field({
    type: JournalEntry,
    nullable: true,
    description: 'One adjusting entry. For operators.',
    args: { entryId: t.arg.id({ required: true, description: 'The hub’s id of the entry.' }) },
    resolve: async (_, { entryId }, { view }) => {
      requireOperator(view.caller)
      return (await view.loaders.journalEntries.load(uuidArgument('entryId', entryId))) ?? null
    },
  }),
  journalEntries: t.connection(
    {
      type: JournalEntry,
      description: 'Operators’ adjusting entries. For operators.',
      args: {
        status: t.arg({ type: Status, description: 'In this state; in any when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were entered; which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { status, direction, ...args }, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, direction)
        const all = view.db.selectFrom('journal_entries').selectAll()
        const rows = await takePage(
          status == null ? all : all.where('status', '=', status),
          page,
        ).execute()
        return pageOf(rows, page, creationKey)
      },
    },
    JournalEntryConnection,
  ),
}))
