import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { getById } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { availableAt } from './balance.ts'
import type { PayeeEvent, PayeeEventOf } from './payee-events.ts'
import { balanceOf, type Payee, type Payout } from './payee-state.ts'
import { isPayoutAsset } from './values.ts'

export type PayoutWish =
  /** Without an amount: all there is. */
  | {
      readonly type: 'RequestPayout'
      readonly payoutId: string
      readonly asset: string
      readonly amount?: bigint
    }
  /** Of every asset what there is, where it reaches the minimum. */
  | { readonly type: 'RequestDuePayouts' }

export type PayoutRecord = { readonly payoutId: string } & (
  | { readonly type: 'RecordPayoutSent'; readonly reference: string }
  | { readonly type: 'RecordPayoutUnknown'; readonly reason: string }
  | { readonly type: 'RecordPayoutPaid'; readonly reference: string }
  /** Also long after it was paid: then it is a return. */
  | { readonly type: 'RecordPayoutFailed'; readonly code: string }
)

export const wishPayout = (
  organisation: string,
  command: PayoutWish,
  state: Payee,
  meta: DecisionMeta,
): Decision<PayeeEvent> => {
  const { onboarding, accountId } = state
  const isActive = onboarding === 'ACTIVE' && accountId !== undefined
  if (command.type === 'RequestDuePayouts') {
    if (!isActive) return []
    return Object.keys(state.balances)
      .filter(isPayoutAsset)
      .flatMap((asset) => {
        const amount = availableAt(balanceOf(state, asset), meta.now)
        const payoutId = meta.id(`payout ${asset}`)
        return amount > 0n && amount >= minimumOf(state, asset)
          ? [requested(organisation, { payoutId, asset, amount, accountId }, 'SCHEDULED', meta)]
          : []
      })
  }
  const { payoutId, asset } = command
  if (getById(state.payouts, payoutId) !== undefined) return []
  if (!isActive)
    return reject('PAYEE_NOT_ACTIVE', `Nobody is paid who is ${onboarding} with the provider.`)
  if (!isPayoutAsset(asset)) return reject('ASSET_MISMATCH', `No payouts are made in ${asset}.`)
  const available = availableAt(balanceOf(state, asset), meta.now)
  const amount = command.amount ?? available
  if (amount > available)
    return reject(
      'PAYOUT_ABOVE_BALANCE',
      `${available.toString()} minor units of ${asset} can be paid out now.`,
    )
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A payout is more than nothing.')
  return [requested(organisation, { payoutId, asset, amount, accountId }, 'ASKED_FOR', meta)]
}

const minimumOf = ({ settings }: Payee, asset: string): bigint =>
  BigInt(settings.minimums.find((each) => each.asset === asset)?.amount ?? '0')

const requested = (
  organisation: string,
  payout: Omit<Payout, 'status'> & { readonly payoutId: string },
  why: PayeeEventOf<'PayoutRequested'>['data']['why'],
  meta: DecisionMeta,
): PayeeEvent => {
  const { payoutId, amount, accountId } = payout
  const postings = [
    ...debit(`payee_balance:${organisation}`, amount),
    ...credit(`payout_in_transit:${organisation}`, amount),
  ]
  const data = { ...moneyOf(organisation, payoutId, payout, meta), accountId, why, postings }
  return { type: 'PayoutRequested', data }
}

/** What the provider said of it. Each is heard once: what has failed stays failed, and its money came back once. */
export const recordPayout = (
  organisation: string,
  command: PayoutRecord,
  state: Payee,
  meta: DecisionMeta,
): Decision<PayeeEvent> => {
  const { payoutId } = command
  const payout = getById(state.payouts, payoutId)
  if (payout === undefined) return reject('NOT_FOUND', 'There is no such payout.')
  const fact = { organisation, payoutId, at: meta.now }
  const { status, amount } = payout
  const isOpen = status === 'REQUESTED' || status === 'SENT' || status === 'UNKNOWN'
  const money = moneyOf(organisation, payoutId, payout, meta)
  const inTransit = `payout_in_transit:${organisation}`
  const balance = `payee_balance:${organisation}`
  switch (command.type) {
    case 'RecordPayoutSent': {
      const { reference } = command
      if (!isOpen || status === 'SENT') return []
      return [{ type: 'PayoutSent', data: { ...fact, reference } }]
    }
    case 'RecordPayoutUnknown': {
      const { reason } = command
      if (status !== 'REQUESTED') return []
      return [{ type: 'PayoutUnknown', data: { ...fact, reason } }]
    }
    case 'RecordPayoutPaid': {
      if (!isOpen) return []
      const { reference } = command
      const postings = [...debit(inTransit, amount), ...credit('psp_clearing', amount)]
      return [{ type: 'PayoutPaid', data: { ...money, reference, postings } }]
    }
    case 'RecordPayoutFailed': {
      const { code } = command
      if (isOpen) {
        const postings = [...debit(inTransit, amount), ...credit(balance, amount)]
        return [{ type: 'PayoutFailed', data: { ...money, code, postings } }]
      }
      if (status !== 'PAID') return []
      const postings = [...debit('psp_clearing', amount), ...credit(balance, amount)]
      return [{ type: 'PayoutReturned', data: { ...money, code, postings } }]
    }
    default:
      return exhausted(command)
  }
}

const moneyOf = (
  organisation: string,
  payoutId: string,
  { asset, amount }: Pick<Payout, 'asset' | 'amount'>,
  { id, now }: DecisionMeta,
) => ({
  ...{ organisation, payoutId, asset },
  transactionId: id(`payout ${payoutId}`),
  amount: amount.toString(),
  at: now,
})
