import { issueNote } from '../../../commands/billing/bills/issue.ts'
import { unpayable } from '../../../commands/billing/payments/payable.ts'
import { load } from '../../../commands/shared/load.ts'
import { bill } from '../../../domain/billing/bills/bill.ts'
import { billingProfile } from '../../../domain/billing/bills/profile.ts'
import { payment } from '../../../domain/billing/payments/payment.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import { attemptId, type PaidResult } from './collection-state.ts'
import type { CollectionEffect } from './effects.ts'
import { issueSteps, onBill, refusedOr } from './perform.ts'
import { sendBill, sendReminder } from './send.ts'

type Effect<Kind extends CollectionEffect['kind']> = Extract<
  CollectionEffect,
  { readonly kind: Kind }
>

/** Does what a bill asks for. Safe to do again: every payment, refund and mail has an id of its own. */
export const performCollectionEffects: Performers<CollectionEffect> = {
  sendBill: ({ billId }, tools) => sendBill(billId, tools),
  payFromWallet: (effect, tools) => payFromWallet(effect, tools),
  payByCard: (effect, tools) => payByCard(effect, tools),
  recordPayment: ({ billId, paymentId, amount }, tools) =>
    onBill(tools, {
      type: 'RecordBillPayment',
      ...{ billId, paymentId, source: 'CARD', amount: BigInt(amount) },
    }),
  reversePayment: ({ billId, reversalId, paymentId, amount, why }, tools) =>
    onBill(tools, {
      type: 'ReverseBillPayment',
      ...{ billId, reversalId, paymentId, amount: BigInt(amount), why },
    }),
  remind: async ({ billId, step }, tools) => {
    const told = await onBill(tools, { type: 'RecordReminder', billId, step, overdue: true })
    return told.type === 'succeeded' ? sendReminder(billId, step, tools) : told
  },
  giveUp: async ({ billId }, tools) => {
    const given = await onBill(tools, {
      type: 'MarkUncollectible',
      ...{ billId, reason: 'It was asked for and not paid.' },
    })
    // It was paid, or voided, meanwhile.
    return given.type === 'refused' ? succeeded() : given
  },
  refundWallet: ({ billId, organisation, creditId, amount: { amount, asset } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'RefundBill',
      ...{ organisation, asset, billId, refundId: creditId, amount: BigInt(amount) },
      reason: 'More was paid than is owed.',
    }),
  refundCard: ({ refundId, paymentId, amount }, tools) =>
    changeAs(tools, payment, paymentId, {
      type: 'RequestRefund',
      ...{ paymentId, refundId, amount: BigInt(amount.amount) },
      reason: 'More was paid than is owed.',
    }),
  returnRefund: (effect, tools) => returnRefund(effect, tools),
  creditExcess: ({ billId, organisation, refundId, amount: { amount, asset } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'CreditFromBill',
      ...{ organisation, asset, billId, creditNoteId: refundId, amount: BigInt(amount) },
    }),
  numberNote: async ({ billId, creditNoteId }, tools) =>
    refusedOr(
      await issueNote(tools.services, billId, creditNoteId, issueSteps(tools)),
      succeeded(),
    ),
}

/** What has come back of a refund is booked after the refund itself. */
const returnRefund = async (
  { billId, refundId, paymentId, amount, afterSuccess }: Effect<'returnRefund'>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { eventStore, foldCache } = tools.services
  const { state } = await load(eventStore, foldCache, bill, billId)
  const isKnown =
    state.kind === 'final' &&
    [
      ...state.reversals.map(({ reversalId }) => reversalId),
      ...state.returning.map((each) => each.refundId),
    ].includes(refundId)
  if (afterSuccess && !isKnown) throw new TryAgain(`refund ${refundId} is not booked yet`)
  const returned = { type: 'ReturnRefund', billId, refundId, paymentId } as const
  return onBill(tools, { ...returned, amount: BigInt(amount) })
}

const done = (result: PaidResult): EffectOutcome => succeeded(result)

const notPaid = (tools: EffectTools, code: string): EffectOutcome =>
  done({ outcome: 'NOT_PAID', code, at: tools.services.clock.now().toISOString() })

/** A wallet that says no is an answer, not a failure: the card is next. */
const payFromWallet = async (
  { billId, organisation, attempt, amount: { amount, asset } }: Effect<'payFromWallet'>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const tryId = attemptId({ billId, attempt }, 'wallet')
  const paid = await changeAs(tools, wallet, walletIdOf(organisation, asset), {
    type: 'PayBill',
    ...{ organisation, asset, billId, tryId, amount: BigInt(amount) },
  })
  if (paid.type === 'refused') return notPaid(tools, paid.code)
  if (paid.type === 'unknown') return paid
  const recorded = await onBill(tools, {
    type: 'RecordBillPayment',
    ...{ billId, paymentId: tryId, source: 'WALLET', amount: BigInt(amount) },
  })
  return recorded.type === 'succeeded' ? done({ outcome: 'PAID' }) : recorded
}

const payByCard = async (
  { billId, organisation, attempt, amount, card: wanted }: Effect<'payByCard'>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { eventStore, foldCache } = tools.services
  const { state: profile } = await load(eventStore, foldCache, billingProfile, organisation)
  const card = wanted ?? profile.card
  if (card === undefined) return notPaid(tools, 'NO_CARD')
  const refused = unpayable(amount)
  if (refused !== undefined) return notPaid(tools, refused.rejected)
  const paymentId = attemptId({ billId, attempt }, 'card')
  const asked = await changeAs(tools, payment, paymentId, {
    type: 'RequestPayment',
    ...{ paymentId, organisation, user: card.userId, amount, methodId: card.methodId },
    purpose: { kind: 'BILL', billId },
    ...{ capture: 'AUTOMATIC', offSession: true },
  })
  if (asked.type === 'refused') return notPaid(tools, asked.code)
  return asked.type === 'unknown' ? asked : done({ outcome: 'ASKED' })
}
