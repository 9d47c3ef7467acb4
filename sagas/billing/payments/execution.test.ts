import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import {
  heard,
  passes,
  refused,
  saga,
  succeeded,
  unknown,
  type Happening,
} from '../../../test/kit/given-when-then/saga.ts'
import { asset, paymentId } from '../../../test/kit/payments.ts'
import { paymentExecution } from './execution.ts'

const { given } = saga(paymentExecution)
const walletId = `${idNamed('buyer')}-USD`
const owner = { paymentId, organisation: idNamed('buyer'), walletId, at: meta.now }
const shown = { ...owner, reference: 'pi_1', observedAt: meta.now }
const usd = (amount: string) => ({ amount, asset })
const methodId = idNamed('method')

const requested = heard('PaymentRequested', {
  ...owner,
  user: idNamed('person'),
  purpose: { kind: 'TOP_UP', walletId },
  amount: usd('5000'),
  capture: 'AUTOMATIC',
  methodId,
  offSession: false,
})
const jobId = idNamed('job')
const job = { ...owner, jobId }
const requestedForJob = heard('PaymentRequested', {
  ...job,
  user: idNamed('person'),
  purpose: { kind: 'JOB', jobId, walletId },
  amount: usd('5000'),
  capture: 'MANUAL',
  methodId,
  offSession: false,
})
const known = (kind: string, standing: string, outcome = 'KNOWN') =>
  succeeded(kind, { outcome, standing })
const seen = (standing: string, refunds = {}, found = true) =>
  succeeded('lookAtPayment', { found, standing, refunds })
const paid = heard('PaymentSucceeded', { ...shown, captured: usd('5000') })
const notice = heard('ProviderNoticeReceived', { paymentId })
const created = known('createPayment', 'SUCCEEDED')
const booked = succeeded('creditWallet')
const authorised = heard('PaymentAuthorised', { ...shown, jobId, authorised: usd('5000') })

t.test('a top-up is paid, and credited once', async () => {
  given().when(requested).then(['schedule deadline', 'request createPayment'])
  given(requested, created)
    .when(paid)
    .then([
      { kind: 'creditWallet', paymentId, walletId, amount: usd('5000') },
      'unschedule deadline',
    ])
  given(requested, created, paid, booked).when(notice).then(['request lookAtPayment'])
  given(requested, created, paid, booked, notice).when(seen('SUCCEEDED')).then([])
})

t.test('a notice that comes while the provider is being asked waits', async () => {
  given(requested).when(notice).then([])
  given(requested, notice).when(created).then(['request lookAtPayment'])
  given(requested, notice, notice, created).when(notice).then([])
  given(requested, notice, created, notice).when(seen('SUCCEEDED')).then(['request lookAtPayment'])
})

t.test('without an answer the provider is asked before it is tried again', async () => {
  given(requested).when(unknown('createPayment')).then(['request lookAtPayment'])
  const unsure = [requested, unknown('createPayment')]
  given(...unsure)
    .when(seen('SUCCEEDED'))
    .then([])
  given(...unsure)
    .when(seen('REQUIRES_CONFIRMATION', {}, false))
    .then(['request createPayment'])
})

const absent = seen('REQUIRES_CONFIRMATION', {}, false)
const onceMore = [absent, unknown('createPayment')]

t.test(
  'it is asked again after five minutes, an hour, five days; then a person has to look',
  async (t) => {
    const waits = [{ minutes: 5 }, { hours: 1 }, ...Array.from({ length: 5 }, () => ({ days: 1 }))]
    const story: Happening[] = [requested, unknown('createPayment'), ...onceMore]
    for (const wait of waits) {
      given(...story)
        .when(passes(wait))
        .then(
          wait === waits[2]
            ? ['request cancelWish', 'request lookAtPayment']
            : ['request lookAtPayment'],
        )
      story.push(passes(wait), ...onceMore)
    }
    const { state } = given(...story).instance()
    t.match(state, { parked: true })
    given(...story.slice(0, -1))
      .when(unknown('createPayment'))
      .then([{ kind: 'reportPayment', code: 'PARKED' }, 'schedule push'])
    given(...story)
      .when(passes({ days: 1 }))
      .then(['request lookAtPayment'])
    given(...story, passes({ days: 1 }))
      .when(absent)
      .then(['request createPayment'])
    given(...story, passes({ days: 1 }), ...onceMore)
      .when(passes({ days: 1 }))
      .then(['request lookAtPayment'])
    given(...story, notice)
      .when(absent)
      .then(['unschedule push', 'schedule push'])
    given(...story)
      .when(notice)
      .then(['request lookAtPayment'])
    given(...story, notice)
      .when(seen('SUCCEEDED'))
      .then([])
    t.match(given(...story, notice, seen('SUCCEEDED')).instance().state, { parked: false })
  },
)

t.test('a card that says no is tried again by its owner, or not at all', async () => {
  const declined = heard('PaymentDeclined', { ...shown, code: 'insufficient_funds' })
  const confirm = heard('PaymentConfirmationRequested', {
    ...owner,
    attemptId: idNamed('attempt'),
    methodId,
  })
  given(requested, known('createPayment', 'REQUIRES_PAYMENT_METHOD'))
    .when(declined)
    .then(['schedule ask'])
  given(requested, known('createPayment', 'REQUIRES_PAYMENT_METHOD'), declined)
    .when(confirm)
    .then([{ kind: 'confirmPayment', attemptId: idNamed('attempt') }])
  given(requestedForJob, known('createPayment', 'REQUIRES_PAYMENT_METHOD'))
    .when(heard('PaymentDeclined', { ...shown, jobId, code: 'insufficient_funds' }))
    .then([{ kind: 'cancelWish', reason: 'insufficient_funds' }])
})

const capture = heard('PaymentCaptureRequested', { ...job, amount: usd('2000') })
const cancel = heard('PaymentCancellationRequested', { ...job, reason: 'REQUESTED' })
const held = [requestedForJob, known('createPayment', 'REQUIRES_CAPTURE'), authorised]

t.test('what a job used is captured, and settled in the wallet', async () => {
  given(...held)
    .when(capture)
    .then(['request capturePayment'])
  given(...held, capture, known('capturePayment', 'SUCCEEDED'))
    .when(heard('PaymentSucceeded', { ...shown, jobId, captured: usd('2000') }))
    .then([{ kind: 'settleCapture', amount: usd('2000') }, 'unschedule ask'])
})

t.test('a capture that never came through leaves a debt', async () => {
  given(...held, capture, known('capturePayment', 'CANCELLED'))
    .when(heard('PaymentCancelled', { ...shown, jobId, reason: 'BY_PROVIDER' }))
    .then([{ kind: 'failCapture', amount: usd('2000') }, 'unschedule ask'])
  given(...held, capture, known('capturePayment', 'SUCCEEDED'))
    .when(heard('PaymentSucceeded', { ...shown, jobId, captured: usd('1500') }))
    .then([{ kind: 'settleCapture', amount: usd('1500') }, 'unschedule ask'])
})

t.test(
  'what the card paid without being asked is the customer’s credit, and reported',
  async () => {
    given(...held, cancel, known('cancelPayment', 'CANCELLED'))
      .when(heard('PaymentSucceeded', { ...shown, jobId, captured: usd('5000') }))
      .then([
        { kind: 'creditWallet', amount: usd('5000') },
        { kind: 'reportPayment', code: 'AMOUNT_MISMATCH' },
        'unschedule ask',
      ])
  },
)

t.test('a capture without an answer is looked at, and only then sent again', async () => {
  const unsure = [...held, capture, unknown('capturePayment')]
  given(...held, capture)
    .when(unknown('capturePayment'))
    .then(['request lookAtPayment'])
  given(...unsure)
    .when(seen('SUCCEEDED'))
    .then([])
  given(...unsure)
    .when(seen('REQUIRES_CAPTURE'))
    .then(['request capturePayment'])
})

t.test('it is cancelled at the provider, or before it comes there', async () => {
  given(...held)
    .when(cancel)
    .then(['request cancelPayment'])
  given(requestedForJob, cancel).when(unknown('createPayment')).then(['request lookAtPayment'])
  const unsure = [requestedForJob, cancel, unknown('createPayment')]
  given(...unsure)
    .when(absent)
    .then(['schedule ask'])
  const later = [...unsure, absent, passes({ minutes: 5 }), absent, passes({ hours: 1 })]
  given(...later)
    .when(absent)
    .then([{ kind: 'giveUpPayment', code: 'NEVER_ARRIVED' }])
  given(...later)
    .when(seen('REQUIRES_CAPTURE'))
    .then(['schedule ask', 'request cancelPayment'])
})

t.test('nobody waits for ever for somebody to confirm', async () => {
  const action = heard('PaymentActionRequired', shown)
  const waiting = [requested, known('createPayment', 'REQUIRES_ACTION'), action]
  given(requested, known('createPayment', 'REQUIRES_ACTION')).when(action).then(['schedule ask'])
  given(...waiting)
    .when(passes({ minutes: 5 }))
    .then(['request lookAtPayment'])
  given(requested, known('createPayment', 'REQUIRES_ACTION'))
    .when(passes({ days: 1 }))
    .then([{ kind: 'cancelWish', reason: 'EXPIRED' }])
})

const refundId = idNamed('refund')
const refund = { ...owner, refundId, amount: usd('2000') }
const refunding = [
  requested,
  created,
  paid,
  booked,
  heard('PaymentRefundRequested', { ...refund, reason: 'unhappy' }),
]

t.test('a refund leaves the wallet first, then goes to the card, then is settled', async () => {
  given(...refunding.slice(0, -1))
    .when(heard('PaymentRefundRequested', { ...refund, reason: 'unhappy' }))
    .then([{ kind: 'withdraw', refundId, paymentId, amount: usd('2000') }])
  given(...refunding)
    .when(succeeded('withdraw'))
    .then([{ kind: 'createRefund', refundId }])
  given(...refunding, succeeded('withdraw'), known('createRefund', 'SUCCEEDED'))
    .when(heard('PaymentRefundSucceeded', { ...refund, reference: 're_1' }))
    .then([{ kind: 'settleWithdrawal', refundId }])
  given(...refunding)
    .when(refused('withdraw', 'INSUFFICIENT_FUNDS'))
    .then([{ kind: 'failRefund', refundId, code: 'INSUFFICIENT_FUNDS' }])
  given(...refunding, refused('withdraw', 'INSUFFICIENT_FUNDS'))
    .when(heard('PaymentRefundFailed', { ...refund, code: 'x', afterSuccess: false }))
    .then([])
})

t.test('a refund that the card does not take comes back to the wallet, also late', async () => {
  const sent = [...refunding, succeeded('withdraw'), known('createRefund', 'SUCCEEDED')]
  given(...sent)
    .when(heard('PaymentRefundFailed', { ...refund, code: 'x', afterSuccess: false }))
    .then([{ kind: 'returnWithdrawal', refundId }])
  const settled = [
    ...sent,
    heard('PaymentRefundSucceeded', { ...refund, reference: 're_1' }),
    succeeded('settleWithdrawal'),
  ]
  given(...settled)
    .when(heard('PaymentRefundFailed', { ...refund, code: 'x', afterSuccess: true }))
    .then([{ kind: 'creditReturned', refundId }])
})

t.test('a refund without an answer is looked at, and nothing else is sent meanwhile', async () => {
  const other = { ...refund, refundId: idNamed('other') }
  const two = [...refunding, heard('PaymentRefundRequested', { ...other, reason: 'too' })]
  const unsure = [...two, succeeded('withdraw'), unknown('createRefund')]
  given(...unsure)
    .when(succeeded('withdraw'))
    .then([])
  given(...unsure)
    .when(seen('SUCCEEDED', { [refundId]: 'UNKNOWN' }))
    .then([{ kind: 'createRefund', refundId }])
  given(...unsure, succeeded('withdraw'))
    .when(seen('SUCCEEDED', { [refundId]: 'SUCCEEDED' }))
    .then([{ kind: 'createRefund', refundId: idNamed('other') }])
})

t.test('a dispute is opened in the wallet before it is closed there', async () => {
  const dispute = { ...owner, disputeId: idNamed('d'), reference: 'dp_1', amount: usd('5000') }
  const opened = heard('PaymentDisputeOpened', { ...dispute, claimed: usd('5000'), reason: 'x' })
  const closed = heard('PaymentDisputeClosed', { ...dispute, outcome: 'LOST' })
  given(requested, created, paid, booked).when(opened).then(['request openDispute'])
  given(requested, created, paid, booked, opened).when(closed).then([])
  given(requested, created, paid, booked, opened, closed)
    .when(succeeded('openDispute'))
    .then([{ kind: 'closeDispute', outcome: 'LOST' }])
})

t.test('what the wallet does not take is reported, and the rest goes on', async () => {
  given(requested, created, paid)
    .when(refused('creditWallet', 'ASSET_MISMATCH'))
    .then([{ kind: 'reportPayment', code: 'BOOKING_REFUSED' }])
})
