import { earned, moved, totalOf, type Balance } from '../../../domain/billing/payees/balance.ts'
import { definitions, type PayeeEvent } from '../../../domain/billing/payees/payee-events.ts'
import { projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { PayeeBalanceRow, PayeeEntryRow } from './tables.ts'

type Moving = Extract<PayeeEvent, { readonly data: { readonly postings: readonly unknown[] } }>

const isMoving = (event: PayeeEvent): event is Moving => 'postings' in event.data

const keyOf = ({ data: { organisation, asset } }: Moving) => ({ organisation, asset })

/** What a payee has in each asset, and each movement of it. */
export const payeeBalances = projectionOf({
  name: 'payee-balances',
  definitions,
  touches: (event) => (isMoving(event) ? [{ table: 'payee_balances', key: keyOf(event) }] : []),
  apply: (event, rows): readonly RowWrite[] => {
    if (!isMoving(event)) return []
    const { position } = event
    const key = keyOf(event)
    const { balance, inTransit } = stateOf(rows.get('payee_balances', key))
    const after = balanceAfter(balance, event)
    const total = totalOf(after).toString()
    const row: PayeeBalanceRow = {
      ...key,
      total,
      matured: after.matured.toString(),
      maturing: after.maturing.map(({ availableAt, amount }) => ({
        availableAt,
        amount: amount.toString(),
      })),
      in_transit: (inTransit + transitOf(event)).toString(),
      settled_to: after.settledTo,
      position,
    }
    const entry = entryOf(event)
    return [
      { do: 'put', table: 'payee_balances', row },
      ...(entry === undefined
        ? []
        : [
            {
              do: 'add',
              table: 'payee_entries',
              row: {
                ...none,
                ...key,
                ...entry,
                balance: total,
                position,
                at: new Date(event.data.at),
              },
            } as const,
          ]),
    ]
  },
})

const stateOf = (row: PayeeBalanceRow | undefined) => {
  const balance: Balance = {
    matured: BigInt(row?.matured ?? 0n),
    maturing: (row?.maturing ?? []).map(({ availableAt, amount }) => ({
      availableAt,
      amount: BigInt(amount),
    })),
    settledTo: row?.settled_to ?? 0n,
  }
  return { balance, inTransit: BigInt(row?.in_transit ?? 0n) }
}

const balanceAfter = (balance: Balance, { type, data }: Moving): Balance => {
  const amount = BigInt(data.amount)
  switch (type) {
    case 'EarningsSettled': {
      const { availableAt, at, toPosition } = data
      return { ...earned(balance, { amount, availableAt, at }), settledTo: BigInt(toPosition) }
    }
    case 'PayoutRequested':
      return moved(balance, -amount, data.at)
    case 'PayoutPaid':
      return balance
    case 'PayoutFailed':
    case 'PayoutReturned':
      return moved(balance, amount, data.at)
  }
}

const transitOf = ({ type, data }: Moving): bigint => {
  switch (type) {
    case 'PayoutRequested':
      return BigInt(data.amount)
    case 'PayoutPaid':
    case 'PayoutFailed':
      return -BigInt(data.amount)
    case 'EarningsSettled':
    case 'PayoutReturned':
      return 0n
  }
}

const none = {
  ...{ gross: '0', commission: '0', refunded: '0' },
  ...{ available_at: null, run_id: null, payout_id: null },
} as const

/** That a payout was paid moves no balance: it left with the request. */
const entryOf = ({
  type,
  data,
}: Moving): (Pick<PayeeEntryRow, 'kind' | 'amount'> & Partial<PayeeEntryRow>) | undefined => {
  const { amount } = data
  switch (type) {
    case 'EarningsSettled': {
      const { gross, commission, refunded, runId: run_id, availableAt } = data
      const available_at = new Date(availableAt)
      return { kind: 'EARNINGS', amount, gross, commission, refunded, run_id, available_at }
    }
    case 'PayoutRequested':
      return { kind: 'PAYOUT', amount: (-BigInt(amount)).toString(), payout_id: data.payoutId }
    case 'PayoutPaid':
      return undefined
    case 'PayoutFailed':
      return { kind: 'PAYOUT_FAILED', amount, payout_id: data.payoutId }
    case 'PayoutReturned':
      return { kind: 'PAYOUT_RETURNED', amount, payout_id: data.payoutId }
  }
}
