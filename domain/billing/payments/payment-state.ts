import type { EventOf } from '../../shared/event.ts'
import { exhausted } from '../../shared/values.ts'
import type { disputeDefinitions } from './dispute-events.ts'
import { evolveDisputes, type Disputes } from './dispute-state.ts'
import type { CaptureMode, definitions, Operation, Owner, Purpose } from './payment-events.ts'
import type { refundDefinitions } from './refund-events.ts'
import { evolveRefunds, type Refunds } from './refund-state.ts'

export type PaymentEvent = EventOf<
  | (typeof definitions)[number]
  | (typeof refundDefinitions)[number]
  | (typeof disputeDefinitions)[number]
>

/** Where a payment stands at the provider. */
export const standings = [
  'REQUIRES_PAYMENT_METHOD',
  'REQUIRES_CONFIRMATION',
  'REQUIRES_ACTION',
  'PROCESSING',
  'REQUIRES_CAPTURE',
  'SUCCEEDED',
  'CANCELLED',
] as const
export type Standing = (typeof standings)[number]
/** UNKNOWN: something was asked of the provider, and nobody knows yet whether it happened. */
export type PaymentStatus = Standing | 'UNKNOWN'

/** One try to get the money from a method. `declined`: the provider's word. */
export type Attempt = {
  readonly attemptId: string
  readonly at: string
  readonly methodId?: string
  readonly declined?: string
  readonly chargeReference?: string
}

export type ExistingPayment = Owner & {
  readonly kind: 'existing'
  readonly user: string
  readonly purpose: Purpose
  readonly asset: string
  /** Of minor units; so all amounts here. */
  readonly amount: bigint
  readonly capture: CaptureMode
  readonly offSession: boolean
  readonly requestedAt: string
  readonly standing: Standing
  readonly reference?: string
  /** Of what the provider showed, the latest that was taken in. */
  readonly observedAt?: string
  readonly attempts: readonly Attempt[]
  /**
   * Counts what was asked of the provider. What it showed in an earlier round says nothing about what was asked since.
   */
  readonly round: number
  /** In which the last attempt began. */
  readonly attemptRound: number
  readonly unknown?: { readonly operation: Operation; readonly round: number }
  readonly authorised: bigint
  readonly captured: bigint
  readonly captureRequested?: bigint
  readonly captureRequestedAt?: string
  readonly cancellation?: string
  readonly refunds: Refunds
  readonly disputes: Disputes
  /** By their ids. */
  readonly findings: Readonly<Record<string, string>>
}
export type Payment = { readonly kind: 'absent' } | ExistingPayment

export const initial: Payment = { kind: 'absent' }

export const statusOf = ({
  unknown,
  standing,
}: Pick<ExistingPayment, 'unknown' | 'standing'>): PaymentStatus =>
  unknown === undefined ? standing : 'UNKNOWN'

export const isEnded = ({ standing }: Pick<ExistingPayment, 'standing'>): boolean =>
  standing === 'SUCCEEDED' || standing === 'CANCELLED'

export const ownerOf = ({ paymentId, organisation, walletId, jobId, billId }: Owner): Owner => ({
  paymentId,
  organisation,
  ...(walletId === undefined ? {} : { walletId }),
  ...(jobId === undefined ? {} : { jobId }),
  ...(billId === undefined ? {} : { billId }),
})

type Requested = Extract<PaymentEvent, { type: 'PaymentRequested' }>['data']

const requested = ({ at, amount, methodId, ...data }: Requested): ExistingPayment => ({
  kind: 'existing',
  ...data,
  requestedAt: at,
  asset: amount.asset,
  amount: BigInt(amount.amount),
  standing: methodId === undefined ? 'REQUIRES_PAYMENT_METHOD' : 'REQUIRES_CONFIRMATION',
  attempts: [{ attemptId: data.paymentId, at, ...(methodId === undefined ? {} : { methodId }) }],
  round: 0,
  attemptRound: 0,
  authorised: 0n,
  captured: 0n,
  refunds: {},
  disputes: {},
  findings: {},
})

export const evolve = (state: Payment, event: PaymentEvent): Payment => {
  if (event.type === 'PaymentRequested') return requested(event.data)
  return state.kind === 'existing' ? onward(state, event) : state
}

type Shown = { readonly reference: string; readonly observedAt: string }

const shown = (
  state: ExistingPayment,
  standing: Standing,
  { reference, observedAt }: Shown,
): ExistingPayment => ({ ...state, standing, reference, observedAt })

const lastAttempt = (state: ExistingPayment, change: Partial<Attempt>): readonly Attempt[] =>
  state.attempts.map((attempt, index) =>
    index === state.attempts.length - 1 ? { ...attempt, ...change } : attempt,
  )

/** A decline is over when the same card, or another, is under way again. */
const stillUnderWay = (
  state: ExistingPayment,
  standing: Standing,
  data: Shown,
): ExistingPayment => {
  const last = state.attempts.at(-1)
  const attempts =
    last?.declined === undefined
      ? state.attempts
      : [...state.attempts, { attemptId: last.attemptId, at: data.observedAt }]
  return { ...shown(state, standing, data), attempts }
}

const onward = (
  state: ExistingPayment,
  event: Exclude<PaymentEvent, { type: 'PaymentRequested' }>,
): ExistingPayment => {
  switch (event.type) {
    case 'PaymentConfirmationRequested': {
      const { attemptId, methodId, at } = event.data
      const round = state.round + 1
      return {
        ...state,
        round,
        attemptRound: round,
        standing: 'REQUIRES_CONFIRMATION',
        attempts: [...state.attempts, { attemptId, methodId, at }],
      }
    }
    case 'PaymentMethodRequired':
      return stillUnderWay(state, 'REQUIRES_PAYMENT_METHOD', event.data)
    case 'PaymentConfirmationRequired':
      return stillUnderWay(state, 'REQUIRES_CONFIRMATION', event.data)
    case 'PaymentActionRequired':
      return stillUnderWay(state, 'REQUIRES_ACTION', event.data)
    case 'PaymentProcessing':
      return stillUnderWay(state, 'PROCESSING', event.data)
    case 'PaymentDeclined': {
      const { code: declined, chargeReference } = event.data
      const attempts = lastAttempt(state, {
        declined,
        ...(chargeReference === undefined ? {} : { chargeReference }),
      })
      return { ...shown(state, 'REQUIRES_PAYMENT_METHOD', event.data), attempts }
    }
    case 'PaymentAuthorised':
      return {
        ...stillUnderWay(state, 'REQUIRES_CAPTURE', event.data),
        authorised: BigInt(event.data.authorised.amount),
      }
    case 'PaymentSucceeded':
      return {
        ...stillUnderWay(state, 'SUCCEEDED', event.data),
        captured: BigInt(event.data.captured.amount),
      }
    case 'PaymentCancelled': {
      const { reference, observedAt } = event.data
      return {
        ...state,
        standing: 'CANCELLED',
        ...(reference === undefined ? {} : { reference }),
        ...(observedAt === undefined ? {} : { observedAt }),
      }
    }
    case 'PaymentCaptureRequested':
      return {
        ...state,
        round: state.round + 1,
        captureRequested: BigInt(event.data.amount.amount),
        captureRequestedAt: event.data.at,
      }
    case 'PaymentCancellationRequested':
      return { ...state, round: state.round + 1, cancellation: event.data.reason }
    case 'PaymentUnknown': {
      const round = state.round + 1
      return { ...state, round, unknown: { operation: event.data.operation, round } }
    }
    case 'PaymentResolved': {
      const { unknown: _, ...known } = state
      return known
    }
    case 'PaymentFindingRecorded': {
      const { findingId, code } = event.data
      return { ...state, findings: { ...state.findings, [findingId]: code } }
    }
    case 'PaymentRefundRequested':
    case 'PaymentRefundPending':
    case 'PaymentRefundSucceeded':
    case 'PaymentRefundFailed':
    case 'PaymentRefundUnknown':
      return { ...state, refunds: evolveRefunds(state.refunds, event) }
    case 'PaymentDisputeOpened':
    case 'PaymentDisputeClosed':
      return { ...state, disputes: evolveDisputes(state.disputes, event) }
    default:
      return exhausted(event)
  }
}
