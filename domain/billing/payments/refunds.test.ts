import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { asset, on, requestPayment, shows } from '../../../test/kit/payments.ts'
import type { PaymentCommand } from './payment-command.ts'
import { payment } from './payment.ts'

const { after } = decider(payment)
const paid = [requestPayment(), shows('SUCCEEDED')] as const

const refundId = idNamed('refund')
const refund = (amount: bigint, id = refundId): PaymentCommand => ({
  ...on,
  type: 'RequestRefund',
  refundId: id,
  amount,
  reason: 'unhappy',
})
const refunded = (status: 'PENDING' | 'SUCCEEDED', change = {}): PaymentCommand => ({
  ...on,
  type: 'RecordRefund',
  refundId,
  status,
  reference: 're_1',
  amount: 2_000n,
  asset,
  ...change,
})
const failed: PaymentCommand = {
  ...on,
  type: 'RecordRefund',
  refundId,
  status: 'FAILED',
  code: 'CARD_EXPIRED',
}
const refundUnknown: PaymentCommand = { ...on, type: 'RecordRefundUnknown', refundId }
const dispute = (status: 'OPEN' | 'WON' | 'LOST', amount = 5_000n, name = 'd'): PaymentCommand => ({
  ...on,
  type: 'RecordDispute',
  disputeId: idNamed(name),
  reference: name,
  amount,
  asset,
  reason: 'fraudulent',
  status,
})

t.test('no more is refunded than was captured', async () => {
  after(requestPayment()).when(refund(1n)).then('REFUND_ABOVE_CAPTURE')
  after(...paid)
    .when(refund(0n))
    .then('AMOUNT_OUT_OF_RANGE')
  after(...paid)
    .when(refund(5_000n))
    .then(['PaymentRefundRequested'])
  after(...paid)
    .when(refund(5_001n))
    .then('REFUND_ABOVE_CAPTURE')
  after(...paid, refund(2_000n))
    .when(refund(3_001n, idNamed('other')))
    .then('REFUND_ABOVE_CAPTURE')
  after(...paid, refund(2_000n))
    .when(refund(3_000n, idNamed('other')))
    .then(['PaymentRefundRequested'])
  after(...paid, refund(2_000n), failed)
    .when(refund(5_000n, idNamed('other')))
    .then(['PaymentRefundRequested'])
})

t.test('a refund is known by its id', async () => {
  after(...paid, refund(2_000n))
    .when(refund(2_000n))
    .then([])
  after(...paid, refund(2_000n))
    .when(refund(1n))
    .then('ALREADY_EXISTS')
  after(...paid)
    .when(failed)
    .then('NOT_FOUND')
})

t.test('while one refund is unknown there is no second', async () => {
  const unsure = [...paid, refund(2_000n), refundUnknown] as const
  after(...unsure)
    .when(refund(1n, idNamed('other')))
    .then('PAYMENT_OUTCOME_UNKNOWN')
  after(...unsure)
    .when(refundUnknown)
    .then([])
  after(...unsure)
    .when(refunded('SUCCEEDED'))
    .then(['PaymentRefundSucceeded'])
  after(...unsure, refunded('SUCCEEDED'))
    .when(refund(1n, idNamed('other')))
    .then(['PaymentRefundRequested'])
  after(...unsure)
    .when(failed)
    .then(['PaymentRefundFailed'])
})

t.test('the provider’s word goes one way', async (t) => {
  const begun = [...paid, refund(2_000n)] as const
  after(...begun)
    .when(refunded('PENDING'))
    .then(['PaymentRefundPending'])
  after(...begun, refunded('PENDING'))
    .when(refunded('SUCCEEDED'))
    .then(['PaymentRefundSucceeded'])
  after(...begun, refunded('SUCCEEDED'))
    .when(refunded('PENDING'))
    .then([])
  t.match(after(...begun, refunded('SUCCEEDED')).when(failed).decision, [
    { type: 'PaymentRefundFailed', data: { afterSuccess: true } },
  ])
  after(...begun, failed)
    .when(failed)
    .then([])
  after(...begun, failed)
    .when(refunded('SUCCEEDED'))
    .then(['PaymentFindingRecorded'])
  after(...begun)
    .when(refunded('SUCCEEDED', { amount: 1n }))
    .then(['PaymentFindingRecorded'])
  after(...begun, refunded('PENDING'))
    .when(refunded('SUCCEEDED', { reference: 're_2' }))
    .then(['PaymentFindingRecorded'])
})

t.test('what is shown in another currency is another thing', async () => {
  after(...paid, refund(2_000n))
    .when(refunded('SUCCEEDED', { asset: 'EUR/2' }))
    .then(['PaymentFindingRecorded'])
  after(...paid)
    .when({ ...dispute('OPEN'), asset: 'EUR/2' } as PaymentCommand)
    .then(['PaymentFindingRecorded'])
})

t.test('a dispute takes what a refund leaves that fails after it', async (t) => {
  const begun = [...paid, refund(2_000n), dispute('OPEN')] as const
  t.match(after(...begun).when(failed).decision, [
    { type: 'PaymentRefundFailed' },
    { type: 'PaymentDisputeOpened', data: { reference: 'd', amount: { amount: '2000' } } },
  ])
  // Both parts are won, or lost, together.
  after(...begun, failed)
    .when(dispute('WON'))
    .then(['PaymentDisputeClosed', 'PaymentDisputeClosed'])
  after(...begun, dispute('LOST'))
    .when(failed)
    .then(['PaymentRefundFailed', 'PaymentDisputeOpened', 'PaymentDisputeClosed'])
  after(...begun, dispute('WON'))
    .when(failed)
    .then(['PaymentRefundFailed'])
  after(...begun, failed)
    .when(refund(1n, idNamed('other')))
    .then('REFUND_ABOVE_CAPTURE')
  // One of which nothing was left at first.
  const none = [...paid, refund(5_000n), dispute('OPEN')] as const
  t.match(after(...none).when(failed).decision, [
    {},
    { type: 'PaymentDisputeOpened', data: { amount: { amount: '5000' } } },
  ])
})

t.test('a chargeback counts against what was captured, until it is won', async () => {
  after(...paid)
    .when(dispute('OPEN'))
    .then(['PaymentDisputeOpened'])
  after(...paid, dispute('OPEN'))
    .when(refund(1n))
    .then('REFUND_ABOVE_CAPTURE')
  after(...paid, dispute('OPEN'))
    .when(dispute('WON'))
    .then(['PaymentDisputeClosed'])
  after(...paid, dispute('OPEN'), dispute('WON'))
    .when(refund(1n))
    .then(['PaymentRefundRequested'])
  after(...paid, dispute('LOST'))
    .when(refund(1n))
    .then('REFUND_ABOVE_CAPTURE')
})

t.test('its end may be heard of first, or late, or twice', async () => {
  after(...paid)
    .when(dispute('LOST'))
    .then(['PaymentDisputeOpened', 'PaymentDisputeClosed'])
  after(...paid, dispute('LOST'))
    .when(dispute('LOST'))
    .then([])
  after(...paid, dispute('LOST'))
    .when(dispute('OPEN'))
    .then([])
  after(...paid, dispute('LOST'))
    .when(dispute('WON'))
    .then(['PaymentFindingRecorded'])
})

t.test('what is charged back beyond what was captured is a finding', async (t) => {
  const { decision } = after(...paid, refund(2_000n)).when(dispute('OPEN'))
  t.match(decision, [
    {
      type: 'PaymentDisputeOpened',
      data: { amount: { amount: '3000' }, claimed: { amount: '5000' } },
    },
    { type: 'PaymentFindingRecorded', data: { code: 'CHARGED_BACK_ABOVE_CAPTURE' } },
  ])
})
