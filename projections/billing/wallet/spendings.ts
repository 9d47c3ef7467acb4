import {
  count,
  evolveLimits,
  uncount,
  type Counted,
  type Limits,
  type Spender,
} from '../../../domain/billing/wallet/limits.ts'
import { readEntries, stored, storedEntries } from '../../../domain/billing/wallet/entries.ts'
import { definitions, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { setById, valuesOf } from '../../../domain/shared/id-map.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { Rows, RowWrite } from '../../shared/rows.ts'
import type { WalletLimitsRow, WalletSpendingRow } from './tables.ts'

/** Holds and charges, and what they count for against the limits of their wallet: by the wallet's own arithmetic. */
export const walletSpendings = projectionOf({
  name: 'wallet-spendings',
  definitions,
  touches: (event) => {
    const limits = { table: 'wallet_limits', key: { wallet_id: event.data.walletId } } as const
    const spendingId = spendingOf(event)
    if (spendingId === undefined) return isLimit(event) ? [limits] : []
    const isNew = event.type === 'FundsHeld' || event.type === 'WalletCharged'
    return [limits, { table: 'wallet_spendings', key: { spending_id: spendingId }, isNew }]
  },
  apply: (event, rows) => {
    const spendingId = spendingOf(event)
    if (spendingId === undefined && !isLimit(event)) return []
    const before = limitsIn(rows, event.data.walletId)
    if (event.type === 'SpendingLimitSet' || event.type === 'SpendingLimitRemoved')
      return [limitsRow(event, evolveLimits(before, event))]
    if (event.type === 'FundsHeld' || event.type === 'WalletCharged') {
      const { spender, amount, at } = event.data
      const { limits, counted } = count(before, spender, BigInt(amount), at)
      return [put(begun(event, counted)), ...changed(event, before, limits)]
    }
    if (spendingId === undefined) return []
    const row = existing(rows.get('wallet_spendings', { spending_id: spendingId }), event)
    const { row: next, free } = goneOn(event, row)
    return [
      put({ ...next, position: event.position }),
      ...changed(event, before, uncount(before, row.counted, free)),
    ]
  },
})

const put = (row: WalletSpendingRow): RowWrite => ({ do: 'put', table: 'wallet_spendings', row })

const isLimit = ({ type }: Projected<WalletEvent>): boolean =>
  type === 'SpendingLimitSet' || type === 'SpendingLimitRemoved'

const spendingOf = ({ type, data }: Projected<WalletEvent>): string | undefined => {
  switch (type) {
    case 'FundsHeld':
    case 'HoldCaptured':
    case 'HoldReleased':
    case 'HoldSpent':
    case 'ChargeRefunded':
      return data.holdId
    case 'WalletCharged':
    case 'WalletChargeRefunded':
      return data.chargeId
    default:
      return undefined
  }
}

const limitsIn = (rows: Rows, walletId: string): Limits =>
  (rows.get('wallet_limits', { wallet_id: walletId })?.limits ?? []).reduce<Limits>(
    (all, each) => setById(all, each.limitId, readEntries.limits.parse(each)),
    {},
  )

const limitsRow = (event: Projected<WalletEvent>, limits: Limits): RowWrite => {
  const row: WalletLimitsRow = {
    wallet_id: event.data.walletId,
    organisation: event.data.organisation,
    limits: valuesOf(limits).map((limit) => storedEntries.limits.parse(stored(limit))),
    position: event.position,
  }
  return { do: 'put', table: 'wallet_limits', row }
}

const changed = (
  event: Projected<WalletEvent>,
  before: Limits,
  after: Limits,
): readonly RowWrite[] => (before === after ? [] : [limitsRow(event, after)])

type Beginning = Extract<WalletEvent, { type: 'FundsHeld' | 'WalletCharged' }>

const begun = (
  { type, data, position }: Projected<Beginning>,
  counted: Counted,
): WalletSpendingRow => {
  const common = {
    wallet_id: data.walletId,
    organisation: data.organisation,
    asset: data.asset,
    amount: data.amount,
    refunded: '0',
    spender: spenderOf(data.spender),
    counted,
    at: new Date(data.at),
    created_position: position,
    position,
  }
  return type === 'FundsHeld'
    ? {
        ...common,
        spending_id: data.holdId,
        kind: 'HOLD',
        status: 'OPEN',
        subject_id: data.subjectId,
        taken: '0',
        payment_id: data.backing ?? null,
        expires_at: data.expiresAt === undefined ? null : new Date(data.expiresAt),
      }
    : {
        ...common,
        spending_id: data.chargeId,
        kind: 'CHARGE',
        status: 'TAKEN',
        subject_id: data.subjectId,
        taken: data.amount,
        payment_id: null,
        expires_at: null,
      }
}

const spenderOf = (spender: Spender | undefined): Spender | null => spender ?? null

/** The spending after the event, and how much of it is free again. */
const goneOn = (
  { type, data }: Projected<WalletEvent>,
  row: WalletSpendingRow,
): { readonly row: WalletSpendingRow; readonly free: bigint } => {
  switch (type) {
    case 'HoldCaptured':
    case 'HoldSpent':
      return { row: { ...row, status: 'TAKEN', taken: data.amount }, free: BigInt(data.released) }
    case 'HoldReleased':
      return { row: { ...row, status: 'RELEASED' }, free: BigInt(data.amount) }
    case 'ChargeRefunded':
    case 'WalletChargeRefunded': {
      const free = BigInt(data.amount)
      return { row: { ...row, refunded: (BigInt(row.refunded) + free).toString() }, free }
    }
    default:
      return { row, free: 0n }
  }
}
