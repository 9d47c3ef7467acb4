import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import {
  asset,
  declines,
  on,
  requestPayment,
  shows,
  withoutMethod,
} from '../../../test/kit/payments.ts'
import type { PaymentCommand } from './payment-command.ts'
import { payment } from './payment.ts'
import { mostAttempts } from './operations.ts'
import { statusOf } from './payment-state.ts'

const { given, after } = decider(payment)
const statusAfter = (...commands: readonly PaymentCommand[]): string => {
  const { state } = after(...commands)
  return state.kind === 'existing' ? statusOf(state) : state.kind
}
const manual = requestPayment({ capture: 'MANUAL' })
const confirm: PaymentCommand = { ...on, type: 'RequestConfirmation', methodId: idNamed('other') }
const capture = (amount: bigint): PaymentCommand => ({ ...on, type: 'RequestCapture', amount })
const cancel: PaymentCommand = { ...on, type: 'RequestCancellation', reason: 'REQUESTED' }
const unknown = (operation: 'CREATE' | 'CONFIRM' | 'CAPTURE' | 'CANCEL'): PaymentCommand => ({
  ...on,
  type: 'RecordUnknown',
  operation,
  reason: 'TIMED_OUT',
})

t.test('it is asked for once', async (t) => {
  given().when(requestPayment()).then(['PaymentRequested'])
  after(requestPayment()).when(requestPayment()).then([])
  after(requestPayment())
    .when(requestPayment({ amount: { amount: '1', asset } }))
    .then('ALREADY_EXISTS')
  given()
    .when(requestPayment({ amount: { amount: '0', asset } }))
    .then('AMOUNT_OUT_OF_RANGE')
  given().when(cancel).then('NOT_FOUND')
  t.equal(statusAfter(requestPayment()), 'REQUIRES_CONFIRMATION')
  t.equal(statusAfter(withoutMethod), 'REQUIRES_PAYMENT_METHOD')
})

t.test('every event says what it is for, so that others can route on it', async (t) => {
  const jobId = idNamed('job')
  const purpose = { kind: 'JOB', jobId, walletId: 'w' } as const
  const { events } = after(requestPayment({ purpose }), shows('SUCCEEDED'))
  for (const { data } of events) t.match(data, { jobId, walletId: 'w' })
})

t.test('words of the provider', async (t) => {
  const table = [
    ['REQUIRES_ACTION', 'PaymentActionRequired'],
    ['PROCESSING', 'PaymentProcessing'],
    ['SUCCEEDED', 'PaymentSucceeded'],
    ['CANCELLED', 'PaymentCancelled'],
  ] as const
  for (const [standing, event] of table) {
    after(requestPayment()).when(shows(standing)).then([event])
    after(requestPayment(), shows(standing)).when(shows(standing, 9)).then([])
    t.equal(statusAfter(requestPayment(), shows(standing)), standing)
  }
  after(manual).when(shows('REQUIRES_CAPTURE')).then(['PaymentAuthorised'])
  after(requestPayment()).when(declines()).then(['PaymentDeclined'])
  after(requestPayment(), declines()).when(declines(9)).then([])
})

t.test('late news moves nothing back', async () => {
  const table = ['REQUIRES_ACTION', 'PROCESSING', 'REQUIRES_CONFIRMATION'] as const
  for (const standing of table) {
    after(requestPayment(), shows('SUCCEEDED', 5)).when(shows(standing, 1)).then([])
    after(manual, shows('REQUIRES_CAPTURE', 5)).when(shows(standing, 1)).then([])
  }
  after(requestPayment(), shows('PROCESSING', 5)).when(shows('REQUIRES_ACTION', 1)).then([])
  after(requestPayment(), shows('SUCCEEDED', 5)).when(declines(1)).then([])
  after(manual, shows('SUCCEEDED', 5, { captured: 2_000n }))
    .when(shows('REQUIRES_CAPTURE', 1))
    .then([])
})

t.test('what can’t be true together is a finding, said once', async (t) => {
  const paid = [requestPayment(), shows('SUCCEEDED', 5)] as const
  after(...paid)
    .when(shows('CANCELLED', 9))
    .then(['PaymentFindingRecorded'])
  after(...paid, shows('CANCELLED', 9))
    .when(shows('CANCELLED', 12))
    .then([])
  after(...paid)
    .when(shows('PROCESSING', 9))
    .then(['PaymentFindingRecorded'])
  t.equal(statusAfter(...paid, shows('CANCELLED', 9)), 'SUCCEEDED')
  const cancelled = [requestPayment(), shows('CANCELLED', 5)] as const
  after(...cancelled)
    .when(shows('SUCCEEDED', 9))
    .then(['PaymentFindingRecorded', 'PaymentSucceeded'])
  after(...cancelled)
    .when(shows('REQUIRES_ACTION', 4))
    .then([])
})

t.test('another payment under our id, and amounts that nobody asked for', async (t) => {
  const second = shows('SUCCEEDED', 2, { reference: 'pi_2' })
  after(requestPayment(), shows('SUCCEEDED')).when(second).then(['PaymentFindingRecorded'])
  const ofAnother = shows('SUCCEEDED', 2, { ofPayment: idNamed('another') })
  after(requestPayment()).when(ofAnother).then(['PaymentFindingRecorded'])
  const wrong = [
    { captured: 4_999n },
    { captured: 5_001n },
    { captured: 0n },
    { asset: 'EUR/2' },
    { amount: 5_001n },
  ]
  for (const change of wrong) {
    const { decision } = after(requestPayment()).when(shows('SUCCEEDED', 1, change))
    t.match(decision, [{ type: 'PaymentFindingRecorded', data: { code: 'AMOUNT_MISMATCH' } }])
  }
  after(requestPayment()).when(shows('REQUIRES_CAPTURE')).then(['PaymentFindingRecorded'])
  after(manual, shows('SUCCEEDED', 1, { captured: 2_000n }))
    .when(shows('SUCCEEDED', 2, { captured: 3_000n }))
    .then(['PaymentFindingRecorded'])
})

t.test(
  'a question of the bank that was not answered is no decline of the next attempt',
  async (t) => {
    const failed = (second: number, change: object = {}) =>
      shows('REQUIRES_PAYMENT_METHOD', second, {
        failure: { code: 'authentication_failure' },
        ...change,
      })
    const again = [requestPayment(), failed(1), confirm] as const
    // Looked at before the provider was asked to confirm.
    after(...again)
      .when(failed(5))
      .then([])
    t.match(after(...again, unknown('CONFIRM')).when(failed(5)).decision, [
      { type: 'PaymentResolved', data: { happened: false } },
    ])
    // Its own answer says that it failed again.
    after(...again)
      .when(failed(5, { isAnswer: true }))
      .then(['PaymentDeclined'])
    after(...again, shows('REQUIRES_ACTION', 4))
      .when(failed(5))
      .then(['PaymentDeclined'])
  },
)

t.test('a payment that is given up as its card says yes: one or the other', async (t) => {
  const late: PaymentCommand = { ...cancel, unlessAuthorised: true }
  // The job has begun by then.
  after(manual, shows('REQUIRES_CAPTURE')).when(late).then([])
  after(manual, shows('REQUIRES_CAPTURE')).when(cancel).then(['PaymentCancellationRequested'])
  after(manual, shows('REQUIRES_ACTION')).when(late).then(['PaymentCancellationRequested'])
  // It never begins.
  const given = [manual, shows('REQUIRES_ACTION'), late] as const
  after(...given)
    .when(shows('REQUIRES_CAPTURE', 5))
    .then(['PaymentProcessing'])
  after(...given, shows('REQUIRES_CAPTURE', 5))
    .when(shows('REQUIRES_CAPTURE', 7))
    .then([])
  t.equal(statusAfter(...given, shows('REQUIRES_CAPTURE', 5), shows('CANCELLED', 9)), 'CANCELLED')
})

t.test('after a decline it is tried again, with another card', async (t) => {
  const declined = [requestPayment(), declines()] as const
  after(requestPayment()).when(confirm).then('ILLEGAL_PAYMENT_TRANSITION')
  after(...declined)
    .when(confirm)
    .then(['PaymentConfirmationRequested'])
  const again = [...declined, confirm] as const
  t.equal(statusAfter(...again), 'REQUIRES_CONFIRMATION')
  after(...again)
    .when(declines(9))
    .then([])
  after(...again)
    .when(declines(9, 'ch_2'))
    .then(['PaymentDeclined'])
  after(...again)
    .when(shows('PROCESSING', 9, { round: 0 }))
    .then([])
  after(...again)
    .when(shows('SUCCEEDED', 9))
    .then(['PaymentSucceeded'])
  const { state } = after(...again, declines(9, 'ch_2'))
  t.match(state, { attempts: [{ chargeReference: 'ch_1' }, { declined: 'CARD_DECLINED' }] })
})

t.test('it is tried so often and no more', async () => {
  const tries = Array.from({ length: mostAttempts - 1 }, (_, index) => [
    declines(index, `ch_${index}`),
    confirm,
  ]).flat()
  after(requestPayment(), ...tries, declines(99, 'ch_last'))
    .when(confirm)
    .then('LIMIT_REACHED')
})

t.test('part of what was authorised is captured, once', async (t) => {
  const authorised = [manual, shows('REQUIRES_CAPTURE')] as const
  after(manual).when(capture(1n)).then('ILLEGAL_PAYMENT_TRANSITION')
  after(...authorised)
    .when(capture(5_001n))
    .then('CAPTURE_ABOVE_HOLD')
  after(...authorised)
    .when(capture(0n))
    .then('AMOUNT_OUT_OF_RANGE')
  after(...authorised)
    .when(capture(2_000n))
    .then(['PaymentCaptureRequested'])
  after(...authorised, capture(2_000n))
    .when(capture(2_000n))
    .then([])
  after(...authorised, capture(2_000n))
    .when(capture(3_000n))
    .then('ILLEGAL_PAYMENT_TRANSITION')
  after(...authorised, capture(2_000n))
    .when(cancel)
    .then('ILLEGAL_PAYMENT_TRANSITION')
  const taken = shows('SUCCEEDED', 9, { captured: 2_000n })
  t.match(after(...authorised, capture(2_000n), taken).state, { captured: 2_000n })
})

t.test('it is cancelled before it is paid', async () => {
  after(requestPayment()).when(cancel).then(['PaymentCancellationRequested'])
  after(requestPayment(), cancel).when(cancel).then([])
  after(requestPayment(), shows('SUCCEEDED')).when(cancel).then('ILLEGAL_PAYMENT_TRANSITION')
  after(requestPayment(), cancel, declines()).when(confirm).then('ILLEGAL_PAYMENT_TRANSITION')
  after(manual, shows('REQUIRES_CAPTURE'), cancel)
    .when(capture(1n))
    .then('ILLEGAL_PAYMENT_TRANSITION')
})

t.test('while something is unknown nothing else is done', async (t) => {
  const declined = [requestPayment(), declines(), confirm] as const
  after(requestPayment()).when(unknown('CREATE')).then(['PaymentUnknown'])
  after(requestPayment(), unknown('CREATE')).when(unknown('CREATE')).then([])
  t.equal(statusAfter(requestPayment(), unknown('CREATE')), 'UNKNOWN')
  after(...declined, unknown('CONFIRM'))
    .when(confirm)
    .then('PAYMENT_OUTCOME_UNKNOWN')
  after(manual, shows('REQUIRES_CAPTURE'), cancel, unknown('CANCEL'))
    .when(capture(1n))
    .then('ILLEGAL_PAYMENT_TRANSITION')
})

t.test('what the provider shows since resolves it', async (t) => {
  const unsure = [requestPayment(), unknown('CREATE')] as const
  const resolved = after(...unsure).when(shows('SUCCEEDED', 1, { round: 1 }))
  resolved.then(['PaymentResolved', 'PaymentSucceeded'])
  // Asked before the call went out: it says nothing about it.
  t.match(after(...unsure).when(shows('PROCESSING', 1, { round: 0 })).decision, [
    { type: 'PaymentProcessing' },
  ])
  const capturing = [
    manual,
    shows('REQUIRES_CAPTURE'),
    capture(2_000n),
    unknown('CAPTURE'),
  ] as const
  t.match(after(...capturing).when(shows('REQUIRES_CAPTURE', 9)).decision, [
    { type: 'PaymentResolved', data: { happened: false } },
  ])
  const taken = shows('SUCCEEDED', 9, { captured: 2_000n })
  t.match(after(...capturing).when(taken).decision, [
    { type: 'PaymentResolved', data: { happened: true } },
    { type: 'PaymentSucceeded' },
  ])
})

t.test('what never came to the provider is over when it says why', async () => {
  const refused: PaymentCommand = {
    ...on,
    type: 'RecordRefusal',
    operation: 'CREATE',
    code: 'CURRENCY_UNSUPPORTED',
  }
  after(requestPayment()).when(refused).then(['PaymentCancelled'])
  after(requestPayment(), unknown('CREATE'))
    .when(refused)
    .then(['PaymentResolved', 'PaymentCancelled'])
  after(requestPayment(), shows('SUCCEEDED')).when(refused).then([])
})

t.test('what a person has to look at is said once', async () => {
  const parked: PaymentCommand = {
    ...on,
    type: 'RecordFinding',
    code: 'PARKED',
    detail: 'no answer for days',
    about: 'CREATE',
  }
  after(requestPayment()).when(parked).then(['PaymentFindingRecorded'])
  after(requestPayment(), parked).when(parked).then([])
})
