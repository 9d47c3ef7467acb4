import t from 'tap'
import { bill } from '../../../domain/billing/bills/bill.ts'
import type { BillEvent } from '../../../domain/billing/bills/bill-events.ts'
import { draftOf, due, finaliseAs, settled, terms } from '../../../test/kit/bills.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { heard, passes, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { attemptId } from './collection-state.ts'
import { billCollection } from './collection.ts'

const { given } = saga(billCollection)
const billId = idNamed('bill')
const paymentId = idNamed('payment')
const { after } = decider(bill)

const finalised = (collection: 'SEND' | 'WALLET_THEN_CARD', amount = 1_000n): BillEvent => {
  const lines = [settled('a', 5n), ...(amount === 0n ? [] : [due('b', amount)])]
  const { events } = after(
    draftOf(lines),
    finaliseAs('QH-2026-000001', { ...terms, collection, tax: { label: 'VAT', basisPoints: 0 } }),
  )
  const found = events.find(({ type }) => type === 'BillFinalised')
  if (found === undefined) throw new Error('it was finalised')
  return found
}
const issued = (...of: Parameters<typeof finalised>) => {
  const { type, data } = finalised(...of)
  return heard(type, data)
}
const at = '2026-01-01T12:00:00.000Z'
const paid = heard('BillPaymentRecorded', { billId, paymentId, amount: '1000', at })
const isPaid = heard('BillPaid', { billId, at })
const short = { outcome: 'NOT_PAID', code: 'INSUFFICIENT_FUNDS', at }
const noCard = { outcome: 'NOT_PAID', code: 'NO_CARD', at }
const cancelled = heard('PaymentCancelled', { billId, paymentId, reason: 'declined', at })

t.test('it is sent, and paid from the wallet', async () => {
  given()
    .when(issued('WALLET_THEN_CARD'))
    .then([
      'request sendBill',
      { kind: 'payFromWallet', attempt: 1, amount: { amount: '1000', asset: 'USD/2' } },
    ])
  given(issued('WALLET_THEN_CARD'), succeeded('payFromWallet', { outcome: 'PAID' }), paid)
    .when(isPaid)
    .then([])
  given().when(issued('WALLET_THEN_CARD', 0n)).then(['request sendBill'])
})

t.test(
  'what the wallet cannot pay, a card does; then it is asked for on the days of subscriptions',
  async () => {
    const tried = [issued('WALLET_THEN_CARD'), succeeded('payFromWallet', short)] as const
    given(issued('WALLET_THEN_CARD'))
      .when(succeeded('payFromWallet', short))
      .then([{ kind: 'payByCard', attempt: 1 }])
    given(...tried)
      .when(succeeded('payByCard', noCard))
      .then(['schedule dunning', 'schedule giveUp'])
    given(...tried, succeeded('payByCard', noCard))
      .when(passes({ days: 1 }))
      .then([
        { kind: 'remind', step: 1 },
        { kind: 'payFromWallet', attempt: 2 },
        'schedule dunning',
      ])
    given(...tried, succeeded('payByCard', { outcome: 'ASKED' }))
      .when(cancelled)
      .then(['schedule dunning', 'schedule giveUp'])
  },
)

t.test('while a payment is under way no other is begun', async () => {
  const asked = [
    issued('WALLET_THEN_CARD'),
    succeeded('payFromWallet', short),
    succeeded('payByCard', { outcome: 'ASKED' }),
  ] as const
  given(...asked)
    .when(heard('BillCollectionRequested', { billId, at }))
    .then([])
  given(...asked, cancelled)
    .when(heard('BillCollectionRequested', { billId, at }))
    .then([{ kind: 'payFromWallet', attempt: 2 }])
  given(...asked)
    .when(heard('PaymentSucceeded', { billId, paymentId, captured: { amount: '1000' }, at }))
    .then([{ kind: 'recordPayment', paymentId, amount: '1000' }])
})

t.test('what is charged back while a payment is under way is asked for after it', async () => {
  const first = attemptId({ billId, attempt: 1 }, 'card')
  const begun = [
    issued('WALLET_THEN_CARD'),
    succeeded('payFromWallet', short),
    succeeded('payByCard', { outcome: 'ASKED' }),
    heard('BillPaymentReversed', { billId, amount: '300', at }),
    heard('BillPaymentRecorded', { billId, paymentId: first, amount: '1000', at }),
  ] as const
  given(...begun)
    .when(heard('BillCollectionRequested', { billId, at }))
    .then([{ kind: 'payFromWallet', attempt: 2, amount: { amount: '300', asset: 'USD/2' } }])
})

t.test('one that is sent is reminded of when it is due, and given up', async () => {
  given().when(issued('SEND')).then(['request sendBill', 'schedule dunning', 'schedule giveUp'])
  given(issued('SEND'))
    .when(passes({ days: 14 }))
    .then([])
  given(issued('SEND'), passes({ days: 14 }))
    .when(passes({ days: 1 }))
    .then([{ kind: 'remind', step: 1 }, 'schedule dunning'])
  given(issued('SEND'), passes({ days: 22 }))
    .when(passes({ days: 22 }))
    .then(['request giveUp'])
})

t.test('what comes back is asked for; what was too much goes back', async () => {
  const settledBill = [
    issued('WALLET_THEN_CARD'),
    succeeded('payFromWallet', short),
    succeeded('payByCard', { outcome: 'ASKED' }),
    paid,
    isPaid,
  ] as const
  const dispute = { billId, paymentId, disputeId: idNamed('d'), amount: { amount: '1000' }, at }
  given(...settledBill)
    .when(heard('PaymentDisputeOpened', dispute))
    .then([{ kind: 'reversePayment', reversalId: idNamed('d'), why: 'DISPUTE' }])
  const ofNothing = { ...dispute, amount: { amount: '0' } }
  given(...settledBill)
    .when(heard('PaymentDisputeOpened', ofNothing))
    .then([])
  given(...settledBill)
    .when(heard('PaymentDisputeClosed', { ...ofNothing, outcome: 'WON' }))
    .then([])
  given(...settledBill)
    .when(heard('BillPaymentReversed', { billId, amount: '1000', at }))
    .then(['schedule dunning', 'schedule giveUp'])
  const failed = { billId, paymentId, refundId: idNamed('r'), amount: { amount: '4' } }
  given(...settledBill)
    .when(heard('PaymentRefundFailed', { ...failed, afterSuccess: true, at }))
    .then([{ kind: 'returnRefund', refundId: idNamed('r'), amount: '4', afterSuccess: true }])
  given(...settledBill)
    .when(
      heard('BillExcessCredited', { billId, paymentId, refundId: idNamed('r'), amount: '4', at }),
    )
    .then([
      { kind: 'creditExcess', refundId: idNamed('r'), amount: { amount: '4', asset: 'USD/2' } },
    ])
  const over = { billId, creditId: idNamed('c'), amount: '7', toWallet: '3', at }
  const toCards = [{ refundId: idNamed('r'), paymentId, amount: '4' }]
  given(...settledBill)
    .when(heard('BillOverpaid', { ...over, toCards }))
    .then([{ kind: 'refundWallet' }, { kind: 'refundCard', refundId: idNamed('r') }])
  given(...settledBill)
    .when(heard('CreditNoteOpened', { billId, creditNoteId: idNamed('n'), at }))
    .then([{ kind: 'numberNote', creditNoteId: idNamed('n') }])
})
