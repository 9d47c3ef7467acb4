import { definitions, type WalletEvent } from '../../domain/billing/wallet.ts'
import { projectionOf, type Projected } from '../shared/projection.ts'
import type { Rows, RowWrite } from '../shared/rows.ts'
import type { LedgerAccountRow } from './tables.ts'

/** The general ledger: every leg of every transaction, and the running totals of the accounts. */
export const ledger = projectionOf({
  name: 'ledger',
  definitions,
  touches: ({ data }) =>
    data.postings.map(({ account }) => ({
      table: 'ledger_accounts',
      key: { account, asset: data.asset },
    })),
  apply: (event, rows) => [...entriesOf(event), ...totalsOf(event, rows)],
})

const entriesOf = (event: Projected<WalletEvent>): readonly RowWrite[] => {
  const { data } = event
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
      wallet_id: data.walletId,
      organisation: data.organisation,
      job_id: 'jobId' in data ? data.jobId : null,
      hold_id: 'holdId' in data ? data.holdId : null,
      at: new Date(data.at),
      stream: event.stream,
      revision: event.revision,
    },
  }))
}

/** An account belongs to no one stream: its position is the greatest seen, in whatever order the streams are applied. */
const totalsOf = (event: Projected<WalletEvent>, rows: Rows): readonly RowWrite[] => {
  const { asset, postings } = event.data
  const totals = new Map<string, LedgerAccountRow>()
  for (const { account, side, amount } of postings) {
    const row = totals.get(account) ??
      rows.get('ledger_accounts', { account, asset }) ?? {
        account,
        asset,
        debits: '0',
        credits: '0',
        position: event.position,
      }
    const column = side === 'DEBIT' ? 'debits' : 'credits'
    totals.set(account, {
      ...row,
      [column]: (BigInt(row[column]) + BigInt(amount)).toString(),
      position: row.position > event.position ? row.position : event.position,
    })
  }
  return [...totals.values()].map((row) => ({ do: 'put', table: 'ledger_accounts', row }))
}
