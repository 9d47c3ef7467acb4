import { accountOf, factsOf } from '../../../domain/billing/ledger/chart.ts'
import { moneyDefinitions, type MoneyFacts } from '../../../domain/billing/ledger/money-events.ts'
import { projectionOf, type Projected } from '../../shared/projection.ts'
import type { Rows, RowWrite } from '../../shared/rows.ts'
import { referencesOf } from './references.ts'
import type { LedgerAccountRow } from './tables.ts'

/** An event that moves money, whichever stream it stands in: its contract has all of `MoneyFacts`. */
type Moved = Projected<{ readonly type: string; readonly data: MoneyFacts }>

/** The general ledger: every leg of every transaction, and the running totals of the accounts. */
export const ledger = projectionOf({
  name: 'ledger',
  definitions: moneyDefinitions,
  touches: ({ data }: Moved) =>
    data.postings.map(({ account }) => ({
      table: 'ledger_accounts',
      key: { account, asset: data.asset },
    })),
  apply: (event: Moved, rows) => [...entriesOf(event), ...totalsOf(event, rows)],
})

const entriesOf = (event: Moved): readonly RowWrite[] => {
  const { data } = event
  const references = referencesOf(data)
  const recorded = new Date(data.at)
  return data.postings.map(({ account, side, amount }, leg) => ({
    do: 'add',
    table: 'ledger_entries',
    row: {
      position: event.position,
      leg,
      transaction_id: data.transactionId,
      account,
      side,
      amount,
      asset: data.asset,
      event_type: event.type,
      organisation: data.organisation ?? null,
      ...references,
      recorded_at: recorded,
      booked_at: data.bookedAt === undefined ? recorded : new Date(data.bookedAt),
      stream: event.stream,
      revision: event.revision,
    },
  }))
}

/** An account belongs to no one stream: its position is the greatest seen, in whatever order the streams are applied. */
const totalsOf = (event: Moved, rows: Rows): readonly RowWrite[] => {
  const { asset, postings } = event.data
  const totals = new Map<string, LedgerAccountRow>()
  for (const { account, side, amount } of postings) {
    const row =
      totals.get(account) ??
      rows.get('ledger_accounts', { account, asset }) ??
      opened(account, asset, event.position)
    const column = side === 'DEBIT' ? 'debits' : 'credits'
    totals.set(account, {
      ...row,
      [column]: (BigInt(row[column]) + BigInt(amount)).toString(),
      position: row.position > event.position ? row.position : event.position,
    })
  }
  return [...totals.values()].map((row) => ({ do: 'put', table: 'ledger_accounts', row }))
}

/** An account that the chart does not have quarantines the stream that moved it. */
const opened = (account: string, asset: string, position: bigint): LedgerAccountRow => {
  const known = accountOf(account)
  if (known === undefined) throw new Error(`the chart of accounts has no ${account}`)
  const { type, owner = null } = known
  const { normal } = factsOf(type)
  return { account, asset, type, owner, normal, debits: '0', credits: '0', position }
}
