import { exhausted } from '../../shared/values.ts'
import type { BillEvent, BillEventOf, CreditedPart, PaymentSource } from './bill-events.ts'

export const statuses = ['DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE'] as const
/** OPEN: to be paid. UNCOLLECTIBLE: given up, though it may still be paid. VOID: it never was. */
export type BillStatus = (typeof statuses)[number]

export type Draft = BillEventOf<'BillDrafted'>
export type Final = Omit<BillEventOf<'BillFinalised'>, 'transactionId' | 'postings'>

export type CreditNote = {
  readonly creditNoteId: string
  readonly parts: readonly CreditedPart[]
  readonly reason: string
  /** When it has one, it is issued. */
  readonly number?: string
  readonly at: string
}

export type BillPayment = {
  readonly paymentId: string
  readonly source: PaymentSource
  /** What of it is still here: less what went back. Below zero: what of a card's money the wallet was given. */
  readonly amount: bigint
  /** Money that came back when a dispute was won: the payment that was disputed, out of which it would be refunded. */
  readonly disputed?: string
}
export type CardReturn = BillEventOf<'BillOverpaid'>['toCards'][number]

export type Reversal = {
  readonly reversalId: string
  readonly paymentId: string
  /** Of what was too much: sent back, or credited to the wallet where no card took it. */
  readonly excess?: 'SENT' | 'CREDITED'
}

export type FinalBill = {
  readonly kind: 'final'
  readonly status: Exclude<BillStatus, 'DRAFT'>
  readonly draft: Draft
  readonly final: Final
  readonly payments: readonly BillPayment[]
  /** What made payments less, and which. */
  readonly reversals: readonly Reversal[]
  /** What was too much and is on its way back to a card. */
  readonly returning: readonly CardReturn[]
  readonly notes: readonly CreditNote[]
  readonly reminders: number
  readonly overdue: boolean
  readonly paidAt?: string
}
export type Bill =
  | { readonly kind: 'absent' }
  | { readonly kind: 'draft'; readonly draft: Draft }
  | FinalBill

export const initial: Bill = { kind: 'absent' }

export const grossOf = (parts: readonly CreditedPart[]): bigint =>
  parts.reduce((sum, { net, tax }) => sum + BigInt(net) + BigInt(tax), 0n)

const creditedBy = ({ notes }: FinalBill): bigint =>
  notes.reduce((sum, { parts, number }) => (number === undefined ? sum : sum + grossOf(parts)), 0n)

/** What is still to be paid, less than nothing when too much was. A bill that is void asks for nothing. */
export const balanceOf = (bill: FinalBill): bigint => {
  const asked = bill.status === 'VOID' ? 0n : BigInt(bill.final.totals.due) - creditedBy(bill)
  return asked - paidOn(bill)
}

export const paidOn = ({ payments }: FinalBill): bigint =>
  payments.reduce((sum, { amount }) => sum + amount, 0n)

/** The payment at the provider's that this money lies in. */
export const cardPaymentOf = ({ paymentId, disputed }: BillPayment): string => disputed ?? paymentId

/** What of a payment by card is still here. */
export const paidByCard = ({ payments }: FinalBill, paymentId: string): bigint =>
  payments
    .filter((each) => each.source === 'CARD' && cardPaymentOf(each) === paymentId)
    .reduce((sum, { amount }) => sum + amount, 0n)

/** What is still to be paid. */
export const owedOn = (bill: FinalBill): bigint => {
  const balance = balanceOf(bill)
  return balance < 0n ? 0n : balance
}

export const evolve = (state: Bill, event: BillEvent): Bill => {
  if (event.type === 'BillDrafted') return { kind: 'draft', draft: event.data }
  if (state.kind === 'draft' && event.type === 'BillFinalised') {
    const { transactionId: _, postings: __, ...final } = event.data
    return {
      kind: 'final',
      status: 'OPEN',
      draft: state.draft,
      final,
      ...{ payments: [], reversals: [], returning: [], notes: [], reminders: 0, overdue: false },
    }
  }
  return state.kind === 'final' && event.type !== 'BillFinalised' ? onward(state, event) : state
}

type Onward = Exclude<BillEvent, { readonly type: 'BillDrafted' | 'BillFinalised' }>

const onward = (state: FinalBill, event: Onward): FinalBill => {
  switch (event.type) {
    case 'BillPaymentRecorded': {
      const { paymentId, source, amount } = event.data
      const disputed = state.reversals.find((each) => each.reversalId === paymentId)?.paymentId
      const of = disputed === undefined ? {} : { disputed }
      const payment = { paymentId, source, amount: BigInt(amount), ...of }
      return { ...state, payments: [...state.payments, payment] }
    }
    case 'BillPaymentReversed': {
      const { reversalId, paymentId, amount } = event.data
      const { paidAt: _, ...kept } = state
      return {
        ...kept,
        status: state.status === 'PAID' ? 'OPEN' : state.status,
        payments: lessenedCard(state.payments, paymentId, BigInt(amount)),
        reversals: [...state.reversals, { reversalId, paymentId }],
      }
    }
    case 'BillPaid':
      return { ...state, status: 'PAID', paidAt: event.data.at }
    case 'BillOverpaid': {
      const { toWallet, toCards } = event.data
      const left = toCards.reduce(
        (payments, { paymentId, amount }) => lessenedCard(payments, paymentId, BigInt(amount)),
        lessenedWallet(state.payments, BigInt(toWallet)),
      )
      return { ...state, payments: left, returning: [...state.returning, ...toCards] }
    }
    case 'BillExcessRefunded': {
      const { refundId: reversalId, paymentId } = event.data
      return {
        ...state,
        returning: state.returning.filter(({ refundId }) => refundId !== reversalId),
        reversals: [...state.reversals, { reversalId, paymentId, excess: 'SENT' }],
      }
    }
    case 'BillExcessCredited':
      return credited(state, event.data)
    case 'BillCollectionRequested':
      return state
    case 'BillReminded':
      return { ...state, reminders: event.data.step, overdue: event.data.overdue }
    case 'BillVoided':
      return { ...state, status: 'VOID' }
    case 'BillMarkedUncollectible':
      return { ...state, status: 'UNCOLLECTIBLE' }
    case 'CreditNoteOpened': {
      const { creditNoteId, parts, reason, at } = event.data
      return { ...state, notes: [...state.notes, { creditNoteId, parts, reason, at }] }
    }
    case 'CreditNoteIssued': {
      const { creditNoteId, number, at } = event.data
      const notes = state.notes.map((note) =>
        note.creditNoteId === creditNoteId ? { ...note, number, at } : note,
      )
      return { ...state, notes }
    }
    default:
      return exhausted(event)
  }
}

/** The card has paid it after all, and the wallet has it: a bank that takes the payment back takes this with it. */
const credited = (
  state: FinalBill,
  { refundId: reversalId, paymentId, amount }: CardReturn,
): FinalBill => ({
  ...state,
  returning: state.returning.filter(({ refundId }) => refundId !== reversalId),
  reversals: [
    ...state.reversals.filter((each) => each.reversalId !== reversalId),
    { reversalId, paymentId, excess: 'CREDITED' },
  ],
  payments: [
    ...state.payments,
    { paymentId, source: 'CARD', amount: BigInt(amount) },
    { paymentId: reversalId, source: 'WALLET', amount: -BigInt(amount) },
  ],
})

const lessenedCard = (
  payments: readonly BillPayment[],
  paymentId: string,
  by: bigint,
): readonly BillPayment[] =>
  lessened(payments, (each) => each.source === 'CARD' && cardPaymentOf(each) === paymentId, by)

const lessenedWallet = (payments: readonly BillPayment[], by: bigint): readonly BillPayment[] =>
  lessened(payments, ({ source, amount }) => source === 'WALLET' && amount > 0n, by)

const lessened = (
  payments: readonly BillPayment[],
  isTaken: (payment: BillPayment) => boolean,
  by: bigint,
): readonly BillPayment[] => {
  let left = by
  return payments.map((payment) => {
    if (!isTaken(payment)) return payment
    const taken = payment.amount < left ? payment.amount : left
    left -= taken
    return { ...payment, amount: payment.amount - taken }
  })
}
