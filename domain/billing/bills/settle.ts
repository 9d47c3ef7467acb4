import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { credit, debit, type Posting } from '../ledger/postings.ts'
import type { BillEvent, PaymentSource } from './bill-events.ts'
import {
  balanceOf,
  cardPaymentOf,
  evolve,
  owedOn,
  paidByCard,
  type FinalBill,
} from './bill-state.ts'

/** Who owes on a bill, and that it was given up where it was. */
export const receivableOf = ({ final: { organisation } }: FinalBill): string =>
  `customer_receivable:${organisation}`

const factOf = ({ final }: FinalBill, at: string) => {
  const { billId, walletId, organisation, asset } = final
  return { billId, walletId, organisation, asset, at }
}

/** What lowers a debt, as far as it was given up, lowers the loss. */
export const lessOwed = (state: FinalBill, amount: bigint): readonly Posting[] => {
  const owed = owedOn(state)
  const lost = state.status === 'UNCOLLECTIBLE' ? (amount < owed ? amount : owed) : 0n
  return [...credit('bad_debt', lost), ...credit(receivableOf(state), amount - lost)]
}

const paymentLegs = (
  state: FinalBill,
  source: PaymentSource,
  amount: bigint,
): readonly Posting[] => {
  if (source === 'CARD') return [...debit('psp_clearing', amount), ...lessOwed(state, amount)]
  // The wallet has booked that less is owed; what had been given up is none of it.
  const owed = owedOn(state)
  const lost = state.status === 'UNCOLLECTIBLE' ? (amount < owed ? amount : owed) : 0n
  return [...debit(receivableOf(state), lost), ...credit('bad_debt', lost)]
}

/** After this event: paid when nothing is owed any more; what is too much goes back to where it came from. */
export const settledBy = (
  state: FinalBill,
  event: BillEvent,
  id: DecisionMeta['id'],
): readonly BillEvent[] => {
  const after = evolve(state, event)
  if (after.kind !== 'final') return [event]
  const fact = factOf(after, event.data.at)
  const balance = balanceOf(after)
  const waits = after.status === 'OPEN' || after.status === 'UNCOLLECTIBLE'
  return [
    event,
    ...(waits && balance <= 0n ? [{ type: 'BillPaid', data: fact } as const] : []),
    ...(balance < 0n
      ? [{ type: 'BillOverpaid', data: { ...fact, ...wayBack(after, -balance, id) } } as const]
      : []),
  ]
}

/** Into the wallet what came out of it; the rest onto the cards, the last payment first. */
const wayBack = ({ payments }: FinalBill, amount: bigint, id: DecisionMeta['id']) => {
  const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)
  const fromWallet = payments
    .filter(({ source, amount: paid }) => source === 'WALLET' && paid > 0n)
    .reduce((sum, payment) => sum + payment.amount, 0n)
  const toWallet = least(amount, fromWallet)
  let left = amount - toWallet
  const byCard = new Map<string, bigint>()
  for (const payment of payments.toReversed()) {
    const back = payment.source === 'CARD' ? least(left, payment.amount) : 0n
    left -= back
    const paymentId = cardPaymentOf(payment)
    if (back > 0n) byCard.set(paymentId, (byCard.get(paymentId) ?? 0n) + back)
  }
  const toCards = [...byCard].map(([paymentId, back]) => ({
    ...{ refundId: id(`refund ${paymentId}`), paymentId, amount: back.toString() },
  }))
  const creditId = id('overpaid')
  return { creditId, amount: amount.toString(), toWallet: toWallet.toString(), toCards }
}

type Payment = {
  readonly paymentId: string
  readonly source: PaymentSource
  readonly amount: bigint
}

/** Money that came in is never refused: what nobody owes goes back to who paid it. */
export const recordPayment = (
  state: FinalBill,
  { paymentId, source, amount }: Payment,
  { now, id }: DecisionMeta,
): Decision<BillEvent> => {
  if (state.payments.some((each) => each.paymentId === paymentId)) return []
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A payment is more than nothing.')
  const recorded: BillEvent = {
    type: 'BillPaymentRecorded',
    data: {
      ...factOf(state, now),
      transactionId: id('transaction'),
      ...{ paymentId, source, amount: amount.toString() },
      postings: [...paymentLegs(state, source, amount)],
    },
  }
  return settledBy(state, recorded, id)
}

type Reversal = {
  readonly reversalId: string
  readonly paymentId: string
  readonly amount: bigint
  readonly why: 'REFUND' | 'DISPUTE'
}

/** Money went back to a card: it is owed again, or lost where the bill was given up. */
export const reversePayment = (
  state: FinalBill,
  { reversalId, paymentId, amount, why }: Reversal,
  { now, id }: DecisionMeta,
): Decision<BillEvent> => {
  if (state.reversals.some((each) => each.reversalId === reversalId)) return []
  const fact = { ...factOf(state, now), transactionId: id('transaction') }
  const returning = state.returning.find(({ refundId }) => refundId === reversalId)
  if (returning !== undefined) {
    const out = BigInt(returning.amount)
    const postings = [...debit(receivableOf(state), out), ...credit('psp_clearing', out)]
    return [{ type: 'BillExcessRefunded', data: { ...fact, ...returning, postings } }]
  }
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A reversal is more than nothing.')
  if (amount > paidByCard(state, paymentId))
    return reject('ILLEGAL_BILL_TRANSITION', 'So much was never paid by card on this bill.')
  const account = state.status === 'UNCOLLECTIBLE' ? 'bad_debt' : receivableOf(state)
  const data = {
    ...fact,
    ...{ reversalId, paymentId, amount: amount.toString(), why },
    postings: [...debit(account, amount), ...credit('psp_clearing', amount)],
  }
  return [{ type: 'BillPaymentReversed', data }]
}

type FailedRefund = {
  readonly refundId: string
  readonly paymentId: string
  readonly amount: bigint
}

/**
 * The card did not take a refund, or its bank sent it back. What was too much on this bill is the wallet's then: asked again,
 * the card would say no again. What was owed again because of the refund is paid.
 */
export const returnRefund = (
  state: FinalBill,
  { refundId, paymentId, amount }: FailedRefund,
  meta: DecisionMeta,
): Decision<BillEvent> => {
  const returning = state.returning.find((each) => each.refundId === refundId)
  const reversal = state.reversals.find(({ reversalId }) => reversalId === refundId)
  if (returning === undefined && (reversal === undefined || reversal.excess === 'CREDITED'))
    return []
  if (returning === undefined && reversal?.excess === undefined)
    return recordPayment(state, { paymentId: refundId, source: 'CARD', amount }, meta)
  const out = returning === undefined ? amount : BigInt(returning.amount)
  const cameIn = reversal === undefined ? 0n : out
  const data = {
    ...factOf(state, meta.now),
    transactionId: meta.id('transaction'),
    ...{ refundId, paymentId, amount: out.toString() },
    postings: [...debit('psp_clearing', cameIn), ...credit(receivableOf(state), cameIn)],
  }
  return [{ type: 'BillExcessCredited', data }]
}

export const voidBill = (
  state: FinalBill,
  reason: string,
  { now, id }: DecisionMeta,
): Decision<BillEvent> => {
  if (state.status === 'VOID') return []
  if (state.status !== 'OPEN' || state.payments.length > 0 || state.notes.length > 0)
    return reject(
      'ILLEGAL_BILL_TRANSITION',
      'Only an open bill of which nothing was paid or credited is voided: issue a credit note.',
    )
  const { totals } = state.final
  const postings = [
    ...debit('usage_revenue', BigInt(totals.net)),
    ...debit('tax_payable', BigInt(totals.tax)),
    ...credit(receivableOf(state), BigInt(totals.due)),
  ]
  const data = { ...factOf(state, now), transactionId: id('transaction'), reason, postings }
  return [{ type: 'BillVoided', data }]
}

export const markUncollectible = (
  state: FinalBill,
  reason: string,
  { now, id }: DecisionMeta,
): Decision<BillEvent> => {
  if (state.status === 'UNCOLLECTIBLE') return []
  if (state.status !== 'OPEN')
    return reject('ILLEGAL_BILL_TRANSITION', `This bill is ${state.status}.`)
  const owed = owedOn(state)
  const data = {
    ...factOf(state, now),
    transactionId: id('transaction'),
    ...{ reason, amount: owed.toString() },
    postings: [...debit('bad_debt', owed), ...credit(receivableOf(state), owed)],
  }
  return [{ type: 'BillMarkedUncollectible', data }]
}
