import type { EventOf } from '../../shared/event.ts'
import { exhausted } from '../../shared/values.ts'
import type { refundDefinitions } from './refund-events.ts'

export type RefundEvent = EventOf<(typeof refundDefinitions)[number]>

/** REQUESTED: not asked of the provider yet, or on its way there. UNKNOWN: nobody knows whether it arrived. */
export type RefundStatus = 'REQUESTED' | 'UNKNOWN' | 'PENDING' | 'SUCCEEDED' | 'FAILED'
export type Refund = {
  readonly amount: bigint
  readonly status: RefundStatus
  readonly requestedAt: string
  readonly reference?: string
}
/** By their ids. */
export type Refunds = Readonly<Record<string, Refund>>

export const evolveRefunds = (refunds: Refunds, event: RefundEvent): Refunds => {
  const { refundId, amount, at } = event.data
  const before = refunds[refundId] ?? {
    amount: BigInt(amount.amount),
    status: 'REQUESTED',
    requestedAt: at,
  }
  const now = (change: Partial<Refund>): Refunds => ({
    ...refunds,
    [refundId]: { ...before, ...change },
  })
  switch (event.type) {
    case 'PaymentRefundRequested':
      return now({})
    case 'PaymentRefundPending':
      return now({ status: 'PENDING', reference: event.data.reference })
    case 'PaymentRefundSucceeded':
      return now({ status: 'SUCCEEDED', reference: event.data.reference })
    case 'PaymentRefundFailed':
      return now({ status: 'FAILED' })
    case 'PaymentRefundUnknown':
      return now({ status: 'UNKNOWN' })
    default:
      return exhausted(event)
  }
}

/** What has gone back, or may have: all but what failed for certain. Minor units. */
export const refundedOf = (refunds: Refunds): bigint =>
  Object.values(refunds).reduce(
    (sum, { amount, status }) => (status === 'FAILED' ? sum : sum + amount),
    0n,
  )

export const isRefundUnknown = (refunds: Refunds): boolean =>
  Object.values(refunds).some(({ status }) => status === 'UNKNOWN')
