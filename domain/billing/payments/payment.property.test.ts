import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { asset, declines, on, requestPayment, shows } from '../../../test/kit/payments.ts'
import { isRejection } from '../../shared/rejection.ts'
import { chargedBackOf } from './dispute-state.ts'
import type { PaymentCommand } from './payment-command.ts'
import { payment } from './payment.ts'
import {
  standings,
  statusOf,
  type ExistingPayment,
  type Payment,
  type Standing,
} from './payment-state.ts'
import { refundedOf } from './refund-state.ts'

const told = (start: Payment, commands: readonly PaymentCommand[]): ExistingPayment => {
  let state = start
  for (const command of commands) {
    const decision = payment.decide(command, state, meta)
    if (!isRejection(decision)) state = decision.reduce(payment.evolve, state)
  }
  if (state.kind === 'absent') throw new Error('it was asked for')
  return state
}

/** Ways that a provider takes a payment, as it would show them one after the other. */
const ways = [
  ['REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED'],
  ['PROCESSING', 'SUCCEEDED'],
  ['REQUIRES_ACTION', 'DECLINED', 'CANCELLED'],
  ['DECLINED', 'CANCELLED'],
  ['REQUIRES_ACTION', 'PROCESSING', 'DECLINED'],
  ['PROCESSING', 'REQUIRES_CAPTURE', 'SUCCEEDED'],
  ['REQUIRES_ACTION', 'PROCESSING', 'REQUIRES_CAPTURE', 'CANCELLED'],
] as const

const shown = (step: (typeof ways)[number][number], second: number): PaymentCommand =>
  step === 'DECLINED' ? declines(second) : shows(step, second)

t.test(
  'whatever order its news come in, doubled or with gaps, a payment ends where the provider is',
  async (t) => {
    const histories = fc.constantFrom(...ways).chain((way) => {
      const news = way.map((step, index) => shown(step, index + 1))
      const last = news.slice(-1)
      return fc.record({
        way: fc.constant(way),
        news: fc
          .subarray([...news, ...news], { minLength: 0 })
          .chain((some) => fc.shuffledSubarray([...some, ...last], { minLength: some.length + 1 })),
      })
    })
    fc.assert(
      fc.property(histories, ({ way, news }) => {
        const capture = way.some((step) => step === 'REQUIRES_CAPTURE') ? 'MANUAL' : 'AUTOMATIC'
        const state = told(payment.initial, [requestPayment({ capture }), ...news])
        const end = way.at(-1)
        const { standing, findings } = state
        return (
          standing === (end === 'DECLINED' ? 'REQUIRES_PAYMENT_METHOD' : end) &&
          Object.keys(findings).length === 0
        )
      }),
      { numRuns: 2_000 },
    )
    t.pass('all of them')
  },
)

const anything: fc.Arbitrary<PaymentCommand> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...standings), fc.nat(20), fc.nat(3), fc.bigInt(0n, 6_000n))
    .map(([standing, second, round, amount]) =>
      shows(standing, second, {
        round,
        ...(standing === 'SUCCEEDED' ? { captured: amount } : {}),
        ...(standing === 'REQUIRES_CAPTURE' ? { authorised: amount } : {}),
      }),
    ),
  fc.tuple(fc.nat(20), fc.nat(3)).map(([second, charge]) => declines(second, `ch_${charge}`)),
  fc.bigInt(0n, 6_000n).map((amount) => ({ ...on, type: 'RequestCapture', amount }) as const),
  fc.constant({ ...on, type: 'RequestCancellation', reason: 'any' } as const),
  fc.constant({ ...on, type: 'RequestConfirmation', methodId: idNumber(1) } as const),
  fc
    .constantFrom('CREATE', 'CONFIRM', 'CAPTURE', 'CANCEL')
    .map((operation) => ({ ...on, type: 'RecordUnknown', operation, reason: 'any' }) as const),
  fc.tuple(fc.nat(3), fc.bigInt(0n, 6_000n)).map(([n, amount]) => ({
    ...on,
    type: 'RequestRefund' as const,
    refundId: idNumber(n),
    amount,
    reason: 'any',
  })),
  fc
    .tuple(fc.nat(3), fc.constantFrom('PENDING', 'SUCCEEDED'), fc.bigInt(0n, 6_000n))
    .map(([n, status, amount]) => ({
      ...on,
      type: 'RecordRefund' as const,
      refundId: idNumber(n),
      status,
      reference: `re_${n}`,
      amount,
      asset,
    })),
  fc.nat(3).map((n) => ({ ...on, type: 'RecordRefundUnknown' as const, refundId: idNumber(n) })),
  fc.nat(3).map((n) => ({
    ...on,
    type: 'RecordRefund' as const,
    refundId: idNumber(n),
    status: 'FAILED' as const,
    code: 'any',
  })),
  fc
    .tuple(fc.nat(3), fc.bigInt(0n, 6_000n), fc.constantFrom('OPEN', 'WON', 'LOST'))
    .map(([n, amount, status]) => ({
      ...on,
      type: 'RecordDispute' as const,
      disputeId: idNumber(n),
      reference: `dp_${n}`,
      amount,
      asset,
      reason: 'any',
      status,
    })),
)

const phases: Partial<Record<Standing, number>> = {
  SUCCEEDED: 3,
  CANCELLED: 2,
  REQUIRES_CAPTURE: 1,
}
const phaseOf = ({ standing }: ExistingPayment): number => phases[standing] ?? 0

t.test(
  'whatever is said and asked: nothing goes back, no more is captured or returned than is there',
  async (t) => {
    const capture = fc.constantFrom('AUTOMATIC', 'MANUAL')
    fc.assert(
      fc.property(capture, fc.array(anything, { maxLength: 40 }), (capture, commands) => {
        let before = told(payment.initial, [requestPayment({ capture })])
        let authorised = 0n
        for (const command of commands) {
          const decision = payment.decide(command, before, meta)
          if (isRejection(decision)) continue
          const state = decision.reduce<Payment>(payment.evolve, before)
          if (state.kind === 'absent') return false
          if (phaseOf(state) < phaseOf(before)) return false
          if (before.captured !== 0n && state.captured !== before.captured) return false
          if (state.captured > state.amount || state.authorised > state.amount) return false
          if (refundedOf(state.refunds) + chargedBackOf(state.disputes) > state.captured)
            return false
          authorised = state.authorised
          if ((state.captureRequested ?? 0n) > authorised) return false
          before = state
        }
        return statusOf(before) === (before.unknown === undefined ? before.standing : 'UNKNOWN')
      }),
      { numRuns: 2_000 },
    )
    t.pass('all of them')
  },
)
