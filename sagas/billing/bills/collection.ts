import { category as bill } from '../../../domain/billing/bills/bill.ts'
import type { BillingCard } from '../../../domain/billing/bills/profile.ts'
import { category as payment } from '../../../domain/billing/payments/payment.ts'
import { money } from '../../../domain/shared/money.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { addMs, dayMs } from '../../../domain/subscriptions/calendar.ts'
import { nextAttempt } from '../../../domain/subscriptions/policy.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'
import {
  evolve,
  initial,
  isOwed,
  PaidResult,
  type BillCollection,
  type CollectionInput,
} from './collection-state.ts'
import type { CollectionEffect } from './effects.ts'

/** A bill that is owed for so long is given up; until then it is asked for on the days on which subscriptions are. */
export const giveUpAfterDays = 30

type Action = SagaAction<CollectionEffect>
const request = (effect: CollectionEffect): Action => ({ do: 'request', effect })
const quiet: readonly Action[] = [
  { do: 'unschedule', name: 'dunning' },
  { do: 'unschedule', name: 'giveUp' },
]

/** From the wallet first. */
const pay = ({ billId, organisation, attempt, owed, asset }: BillCollection): Action =>
  request({ kind: 'payFromWallet', billId, organisation, attempt, amount: money(owed, asset) })

const payByCard = (state: BillCollection, card?: BillingCard): Action => {
  const { billId, organisation, attempt, owed, asset } = state
  const from = card === undefined ? {} : { card }
  const amount = money(owed, asset)
  return request({ kind: 'payByCard', billId, organisation, attempt, amount, ...from })
}

/** It should have been paid: the next day to say so, and the last. */
const dun = ({ since }: BillCollection, now: string): readonly Action[] => {
  if (since === undefined) return []
  const next = nextAttempt(since, now)
  return [
    ...(next === undefined ? [] : [{ do: 'schedule', name: 'dunning', dueAt: next } as const]),
    { do: 'schedule', name: 'giveUp', dueAt: addMs(since, giveUpAfterDays * dayMs) },
  ]
}

const decide = (message: SagaMessage, before: BillCollection, now: string): readonly Action[] => {
  const state = evolve(before, message)
  switch (message.type) {
    case 'input':
      // Out of the log, where it was held against the contract of its type.
      return onInput(message.input as CollectionInput, before, state, now)
    case 'timer': {
      const { billId, bySending, paying, reminders: step } = state
      if (!isOwed(state)) return []
      if (message.name === 'giveUp') return [request({ kind: 'giveUp', billId })]
      const tries = !bySending && paying && !before.paying ? [pay(state)] : []
      const next = state.since === undefined ? undefined : nextAttempt(state.since, now)
      const later =
        next === undefined ? [] : [{ do: 'schedule', name: 'dunning', dueAt: next } as const]
      return [request({ kind: 'remind', billId, step }), ...tries, ...later]
    }
    case 'succeeded': {
      if (message.kind === 'payFromWallet') {
        const { outcome } = PaidResult.parse(message.result)
        return outcome === 'NOT_PAID' && isOwed(state) ? [payByCard(state)] : []
      }
      if (message.kind !== 'payByCard') return []
      const { outcome } = PaidResult.parse(message.result)
      return outcome === 'NOT_PAID' && before.since === undefined ? dun(state, now) : []
    }
    case 'refused':
      return [{ do: 'end', outcome: `HALTED ${message.kind} ${message.code}` }]
    case 'unknown':
      return [{ do: 'end', outcome: `HALTED ${message.kind} UNKNOWN` }]
    default:
      return exhausted(message)
  }
}

const onInput = (
  { type, data }: CollectionInput,
  before: BillCollection,
  state: BillCollection,
  now: string,
): readonly Action[] => {
  const { billId, organisation, asset } = state
  switch (type) {
    case 'BillFinalised':
      return [
        request({ kind: 'sendBill', billId }),
        ...(isOwed(state) ? (state.bySending ? dun(state, now) : [pay(state)]) : []),
      ]
    case 'BillCollectionRequested': {
      if (!isOwed(state) || before.paying) return []
      return [data.card === undefined ? pay(state) : payByCard(state, data.card)]
    }
    case 'BillPaid':
    case 'BillVoided':
    case 'BillMarkedUncollectible':
      return quiet
    case 'BillPaymentReversed':
      return dun(state, now)
    case 'BillOverpaid': {
      const { creditId, toWallet, toCards } = data
      const back = { kind: 'refundWallet', billId, organisation, creditId } as const
      return [
        ...(toWallet === '0' ? [] : [request({ ...back, amount: { amount: toWallet, asset } })]),
        ...toCards.map(({ refundId, paymentId, amount }) =>
          request({ kind: 'refundCard', refundId, paymentId, amount: { amount, asset } }),
        ),
      ]
    }
    case 'CreditNoteOpened':
      return [request({ kind: 'numberNote', billId, creditNoteId: data.creditNoteId })]
    case 'PaymentSucceeded': {
      const { paymentId, captured } = data
      return [request({ kind: 'recordPayment', billId, paymentId, amount: captured.amount })]
    }
    case 'PaymentCancelled':
      return before.since === undefined && isOwed(state) ? dun(state, now) : []
    case 'PaymentRefundSucceeded': {
      const { paymentId, refundId: reversalId, amount } = data
      const back = { billId, reversalId, paymentId, amount: amount.amount, why: 'REFUND' } as const
      return [request({ kind: 'reversePayment', ...back })]
    }
    case 'PaymentRefundFailed': {
      const { paymentId, refundId, amount, afterSuccess } = data
      const back = { billId, refundId, paymentId, amount: amount.amount, afterSuccess }
      return [request({ kind: 'returnRefund', ...back })]
    }
    case 'BillExcessCredited': {
      const { refundId, amount } = data
      const back = { billId, organisation, refundId, amount: { amount, asset } }
      return [request({ kind: 'creditExcess', ...back })]
    }
    case 'PaymentDisputeOpened': {
      const { paymentId, disputeId: reversalId, amount } = data
      // All of it was refunded before: nothing more went back.
      if (amount.amount === '0') return []
      const back = { billId, reversalId, paymentId, amount: amount.amount, why: 'DISPUTE' } as const
      return [request({ kind: 'reversePayment', ...back })]
    }
    case 'PaymentDisputeClosed': {
      const { disputeId: paymentId, outcome, amount } = data
      return outcome === 'WON' && amount.amount !== '0'
        ? [request({ kind: 'recordPayment', billId, paymentId, amount: amount.amount })]
        : []
    }
    default:
      return []
  }
}

/** One instance a bill, from the day it is issued: it is sent, paid from the wallet, then a card, and asked for until it is. */
export const billCollection: Saga<BillCollection, CollectionEffect> = {
  name: 'billCollection',
  version: 1,
  streamPrefixes: [`${bill}-`, `${payment}-`],
  routes: {
    BillFinalised: { starts: 'billId' },
    BillPaymentRecorded: { continues: 'billId' },
    BillPaymentReversed: { continues: 'billId' },
    BillPaid: { continues: 'billId' },
    BillOverpaid: { continues: 'billId' },
    BillExcessCredited: { continues: 'billId' },
    BillCollectionRequested: { continues: 'billId' },
    BillVoided: { continues: 'billId' },
    BillMarkedUncollectible: { continues: 'billId' },
    CreditNoteOpened: { continues: 'billId' },
    CreditNoteIssued: { continues: 'billId' },
    PaymentSucceeded: { continues: 'billId', optional: true },
    PaymentCancelled: { continues: 'billId', optional: true },
    PaymentRefundSucceeded: { continues: 'billId', optional: true },
    PaymentRefundFailed: { continues: 'billId', optional: true },
    PaymentDisputeOpened: { continues: 'billId', optional: true },
    PaymentDisputeClosed: { continues: 'billId', optional: true },
  },
  mayRest: true,
  initial,
  evolve,
  decide,
}
