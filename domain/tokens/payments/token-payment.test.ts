import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import type { ShownEntry } from './shown-entry.ts'
import { tokenPayment, type TokenPaymentCommand } from './token-payment.ts'
import { wantedCall } from './wanted-call.ts'

const { given, after } = decider(tokenPayment)
const onChainId = `0x${'1f'.repeat(32)}`
const open: TokenPaymentCommand = {
  type: 'OpenTokenPayment',
  ...{ paymentId: idNamed('payment'), organisation: idNamed('ours'), chain: 'local', onChainId },
  payer: `0x${'aB'.repeat(20)}`,
  amount: { amount: '100', asset: 'QVT/18' },
  validBefore: '2026-01-02T12:00:00.000Z',
}
const signature = `0x${'2e'.repeat(65)}`
const sign: TokenPaymentCommand = { type: 'SignTokenPayment', signature, user: idNamed('payer') }
const capture = (amount: bigint): TokenPaymentCommand => ({ type: 'RequestCapture', amount })
const close: TokenPaymentCommand = { type: 'RequestClosing', reason: 'CANCELLED' }
const refund = (name: string, amount: bigint): TokenPaymentCommand => ({
  type: 'RequestRefund',
  refundId: idNamed(name),
  onChainRefundId: hashNamed(name),
  amount,
})
const hashNamed = (name: string) => `0x${Buffer.from(name).toString('hex').padEnd(64, '0')}`
type Said = ShownEntry extends infer Each
  ? Each extends ShownEntry
    ? Omit<Each, 'entryId'>
    : never
  : never
const shows = (said: Said): TokenPaymentCommand => ({
  type: 'RecordEntry',
  // One of the entries, with its id: it is one of them again.
  entry: { ...said, entryId: idNamed(said.event) } as ShownEntry,
})
const authorised = shows({ event: 'PaymentAuthorized', amount: 100n })
const captured = shows({ event: 'PaymentCaptured', amount: 60n, returned: 40n })
const voided = shows({ event: 'PaymentVoided' })
const fails = (call: 'authorize' | 'capture' | 'void' | 'refund', code: string) =>
  ({ type: 'RecordFailure', call, code }) as const

const held = [open, sign, authorised] as const
const calls = (...before: readonly TokenPaymentCommand[]) =>
  wantedCall(after(...before).state)?.method

t.test('signed, held, captured in part: the escrow is told each thing once', async (t) => {
  given().when(open).then(['TokenPaymentOpened'])
  given().when(sign).then('NOT_FOUND')
  t.equal(calls(open), undefined)
  after(open).when(sign).then(['TokenPaymentSigned'])
  after(open, sign).when(sign).then([])
  t.equal(calls(open, sign), 'authorize')
  after(open, sign).when(capture(1n)).then('ILLEGAL_PAYMENT_TRANSITION')
  after(open, sign).when(authorised).then(['TokenPaymentAuthorised'])
  after(...held)
    .when(authorised)
    .then([])
  t.equal(calls(...held), undefined)
  after(...held)
    .when(capture(101n))
    .then('CAPTURE_ABOVE_HOLD')
  after(...held)
    .when(capture(60n))
    .then(['TokenPaymentCaptureRequested'])
  after(...held, capture(60n))
    .when(capture(60n))
    .then([])
  after(...held, capture(60n))
    .when(capture(61n))
    .then('ILLEGAL_PAYMENT_TRANSITION')
  t.equal(calls(...held, capture(60n)), 'capture')
  after(...held, capture(60n))
    .when(captured)
    .then(['TokenPaymentCaptured'])
  after(...held, capture(60n), captured)
    .when(captured)
    .then([])
  t.match(after(...held, capture(60n), captured).state, { stage: 'CAPTURED', captured: 60n })
  t.equal(calls(...held, capture(60n), captured), undefined)
})

t.test(
  'given back: before anybody signed, while it is held, and not once it is captured',
  async (t) => {
    after(open).when(close).then(['TokenPaymentClosed'])
    after(open, close).when(sign).then('ILLEGAL_PAYMENT_TRANSITION')
    after(open, sign).when(close).then(['TokenPaymentClosingRequested'])
    t.equal(
      calls(open, sign, close),
      'authorize',
      'it is on its way: what comes of it is given back',
    )
    t.equal(calls(open, sign, close, authorised), 'void')
    after(...held)
      .when(close)
      .then(['TokenPaymentClosingRequested'])
    after(...held, close)
      .when(capture(1n))
      .then('ILLEGAL_PAYMENT_TRANSITION')
    after(...held, close)
      .when(voided)
      .then(['TokenPaymentClosed'])
    after(...held, close, voided)
      .when(voided)
      .then([])
    after(...held, close, voided)
      .when(close)
      .then([])
    after(...held, capture(60n))
      .when(close)
      .then('ILLEGAL_PAYMENT_TRANSITION')
    const reclaimed = shows({ event: 'PaymentReclaimed' })
    after(...held)
      .when(reclaimed)
      .then(['TokenPaymentClosed'])
  },
)

t.test('what was taken back in time is over, whichever of the two is heard of first', async (t) => {
  const reclaimed = shows({ event: 'PaymentReclaimed' })
  after(open, sign).when(reclaimed).then(['TokenPaymentClosed'])
  after(open, sign, reclaimed).when(authorised).then(['TokenPaymentAuthorised'])
  const over = [open, sign, close, reclaimed, authorised] as const
  t.equal(calls(...over), undefined, 'nothing is left to be given back')
  after(...over)
    .when(reclaimed)
    .then([])
  // It was given up before it was known that anything was held.
  after(open, close).when(reclaimed).then(['TokenPaymentClosed'])
  t.equal(calls(open, close, reclaimed, authorised), undefined)
})

t.test('too little, too much, too late, never', async (t) => {
  const little = shows({ event: 'PaymentAuthorized', amount: 99n })
  after(open, sign).when(little).then(['TokenPaymentAuthorised', 'TokenPaymentClosingRequested'])
  t.equal(calls(open, sign, little), 'void')
  const much = shows({ event: 'PaymentAuthorized', amount: 101n })
  after(open, sign).when(much).then(['TokenPaymentAuthorised'])
  t.equal(calls(open, close, authorised), 'void', 'nobody waits for it any more')
  after(open, close, authorised).when(voided).then(['TokenPaymentClosed'])
  t.equal(calls(open, close, authorised, voided), undefined)
  after(open, sign)
    .when(fails('authorize', 'ERC20InsufficientBalance'))
    .then(['TokenPaymentRefused'])
  const refused = [open, sign, fails('authorize', 'ERC20InsufficientBalance')] as const
  t.equal(calls(...refused), undefined)
  after(...refused)
    .when(sign)
    .then([])
  after(...refused)
    .when(close)
    .then(['TokenPaymentClosed'])
  after(...held, capture(60n))
    .when(fails('capture', 'PaymentExpired'))
    .then(['TokenPaymentClosingRequested'])
  t.equal(calls(...held, capture(60n), fails('capture', 'PaymentExpired')), 'void')
})

t.test('refunds go one after the other, and are never more than was taken', async (t) => {
  const paid = [...held, capture(60n), captured] as const
  after(...held)
    .when(refund('a', 1n))
    .then('ILLEGAL_PAYMENT_TRANSITION')
  after(...paid)
    .when(refund('a', 61n))
    .then('REFUND_ABOVE_CAPTURE')
  after(...paid)
    .when(refund('a', 40n))
    .then(['TokenPaymentRefundRequested'])
  after(...paid, refund('a', 40n))
    .when(refund('a', 40n))
    .then([])
  after(...paid, refund('a', 40n))
    .when(refund('a', 41n))
    .then('ALREADY_EXISTS')
  after(...paid, refund('a', 40n))
    .when(refund('b', 21n))
    .then('REFUND_ABOVE_CAPTURE')
  const both = [...paid, refund('a', 40n), refund('b', 20n)] as const
  const made = (name: string, amount: bigint) =>
    shows({ event: 'PaymentRefunded', onChainRefundId: hashNamed(name), amount })
  t.equal(wantedCall(after(...both).state)?.arguments[1], hashNamed('a'))
  after(...both)
    .when(made('a', 40n))
    .then(['TokenPaymentRefunded'])
  after(...both, made('a', 40n))
    .when(made('a', 40n))
    .then([])
  t.equal(wantedCall(after(...both, made('a', 40n)).state)?.arguments[1], hashNamed('b'))
  after(...both)
    .when(made('nobody’s', 1n))
    .then([])
  after(...paid, refund('a', 40n))
    .when(fails('refund', 'AmountTooLarge'))
    .then(['TokenPaymentRefundFailed'])
})
