import t from 'tap'
import { decodeEvent } from '../../../domain/events.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { paymentSteps } from '../../../test/read-models/payment-steps.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { idOf } from '../../../test/read-models/samples.ts'
import { packed, unpacked } from './packed.ts'
import { payments } from './payments.ts'
import { savedCards } from './saved-cards.ts'

const after = (...steps: readonly (keyof typeof paymentSteps)[]) => {
  const recorder = createRecorder()
  for (const step of steps) paymentSteps[step](recorder, 'd', '1', 'x')
  return recorder.events.flatMap((recorded) => on(recorded.stream, decodeEvent(recorded)))
}

t.test('a payment with all that became of it', async () => {
  const { given } = projection(payments)
  const of = { payment_id: idOf('payment', '1'), organisation: idOf('organisation', 'x') }
  given()
    .when(after('askPayment'))
    .then({ payments: [{ ...of, status: 'REQUIRES_CONFIRMATION', purpose: 'TOP_UP' }] })
  given()
    .when(after('askPayment', 'paymentUnknown'))
    .then({ payments: [{ ...of, status: 'UNKNOWN' }] })
  given()
    .when(after('askPayment', 'paymentPaid', 'refundPayment', 'disputePayment'))
    .then({
      payments: [
        {
          ...of,
          status: 'SUCCEEDED',
          ...{ amount: '500', captured: '500', refunded: '200', charged_back: '300' },
          refunds: [{ refundId: idOf('refund', '1'), amount: '200', status: 'REQUESTED' }],
          disputes: [{ disputeId: idOf('dispute', '1'), amount: '300', status: 'OPEN' }],
        },
      ],
    })
})

t.test('the cards that are there', async () => {
  const { given } = projection(savedCards)
  const card = { brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2030 }
  const [one, two] = [idOf('method', '1'), idOf('method', '2')]
  given()
    .when(after('saveCard', 'saveOtherCard', 'preferOtherCard'))
    .then({
      saved_cards: [
        {
          default_id: two,
          cards: [
            { methodId: one, ...card, isDefault: false },
            { methodId: two, ...card, isDefault: true },
          ],
        },
      ],
    })
  given()
    .when(after('saveCard', 'saveOtherCard', 'forgetCard'))
    .then({
      saved_cards: [{ default_id: two, cards: [{ methodId: two, ...card, isDefault: true }] }],
    })
})

t.test('what is packed comes back', async (t) => {
  const value = { a: 5n, b: [1, { c: -3n, d: null }], n: 'n', e: { n: 1 } }
  t.strictSame(unpacked(packed(value)), value)
})
