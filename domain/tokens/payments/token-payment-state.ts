import type { EventOf } from '../../shared/event.ts'
import { exhausted } from '../../shared/values.ts'
import type { definitions, TokenPaymentOwner } from './token-payment-events.ts'

export type TokenPaymentEvent = EventOf<(typeof definitions)[number]>

/**
 * OPEN → SIGNED by the payer → AUTHORISED, in the escrow → CAPTURED, or CLOSED with nothing taken. REFUSED: the chain does
 * not take what was signed.
 */
export type Stage = 'OPEN' | 'SIGNED' | 'REFUSED' | 'AUTHORISED' | 'CAPTURED' | 'CLOSED'

export type TokenRefund = {
  readonly refundId: string
  readonly onChainRefundId: string
  readonly amount: bigint
  readonly status: 'REQUESTED' | 'SUCCEEDED' | 'FAILED'
  readonly requestedAt: string
  readonly code?: string
}

export type ExistingTokenPayment = TokenPaymentOwner & {
  readonly kind: 'existing'
  readonly stage: Stage
  readonly payer: string
  readonly asset: string
  /** Of minor units; so all amounts here. */
  readonly amount: bigint
  readonly validBefore: string
  readonly openedAt: string
  readonly signature?: string
  readonly refusal?: string
  readonly authorised: bigint
  readonly captured: bigint
  readonly captureRequested?: bigint
  readonly closing?: string
  /** The escrow holds what nobody asked for any more. */
  readonly isLate: boolean
  /** The escrow has said that it gave all back; what it said before may be heard of later. */
  readonly isGivenBack: boolean
  readonly refunds: readonly TokenRefund[]
}
export type TokenPayment = { readonly kind: 'absent' } | ExistingTokenPayment

export const initial: TokenPayment = { kind: 'absent' }

export const ownerOf = ({
  paymentId,
  onChainId,
  organisation,
  chain,
}: TokenPaymentOwner): TokenPaymentOwner => ({ paymentId, onChainId, organisation, chain })

/** What has gone back to the payer after it was taken. */
export const refundedOf = ({ refunds }: Pick<ExistingTokenPayment, 'refunds'>): bigint =>
  refunds.reduce((sum, { amount, status }) => (status === 'SUCCEEDED' ? sum + amount : sum), 0n)

/** They go one after the other. */
export const openRefund = ({
  refunds,
}: Pick<ExistingTokenPayment, 'refunds'>): TokenRefund | undefined =>
  refunds.find(({ status }) => status === 'REQUESTED')

export const evolve = (state: TokenPayment, event: TokenPaymentEvent): TokenPayment => {
  if (event.type === 'TokenPaymentOpened') {
    const { payer, amount, validBefore, at } = event.data
    return {
      kind: 'existing',
      ...ownerOf(event.data),
      ...{ stage: 'OPEN', payer, validBefore, openedAt: at, isLate: false, isGivenBack: false },
      asset: amount.asset,
      amount: BigInt(amount.amount),
      authorised: 0n,
      captured: 0n,
      refunds: [],
    }
  }
  return state.kind === 'existing' ? onward(state, event) : state
}

const onward = (
  state: ExistingTokenPayment,
  event: Exclude<TokenPaymentEvent, { type: 'TokenPaymentOpened' }>,
): ExistingTokenPayment => {
  switch (event.type) {
    case 'TokenPaymentSigned':
      return { ...state, stage: 'SIGNED', signature: event.data.signature }
    case 'TokenPaymentRefused':
      return { ...state, stage: 'REFUSED', refusal: event.data.code }
    case 'TokenPaymentAuthorised': {
      const authorised = BigInt(event.data.amount.amount)
      const isClosed = state.stage === 'CLOSED'
      const isLate = isClosed && !state.isGivenBack
      return { ...state, stage: isClosed ? 'CLOSED' : 'AUTHORISED', authorised, isLate }
    }
    case 'TokenPaymentCaptureRequested':
      return { ...state, captureRequested: BigInt(event.data.amount.amount) }
    case 'TokenPaymentCaptured':
      return { ...state, stage: 'CAPTURED', captured: BigInt(event.data.amount.amount) }
    case 'TokenPaymentClosingRequested':
      return { ...state, closing: event.data.reason }
    case 'TokenPaymentClosed': {
      const isGivenBack = state.isGivenBack || event.data.how !== 'NEVER_AUTHORISED'
      return { ...state, stage: 'CLOSED', isLate: false, isGivenBack }
    }
    case 'TokenPaymentRefundRequested': {
      const { refundId, onChainRefundId, amount, at: requestedAt } = event.data
      const refund = {
        refundId,
        onChainRefundId,
        amount: BigInt(amount.amount),
        status: 'REQUESTED',
      } as const
      return { ...state, refunds: [...state.refunds, { ...refund, requestedAt }] }
    }
    case 'TokenPaymentRefunded': {
      return withRefund(state, event.data.refundId, { status: 'SUCCEEDED' })
    }
    case 'TokenPaymentRefundFailed': {
      const { refundId, code } = event.data
      return withRefund(state, refundId, { status: 'FAILED', code })
    }
    default:
      return exhausted(event)
  }
}

const withRefund = (
  state: ExistingTokenPayment,
  refundId: string,
  change: Partial<TokenRefund>,
): ExistingTokenPayment => ({
  ...state,
  refunds: state.refunds.map((each) =>
    each.refundId === refundId ? { ...each, ...change } : each,
  ),
})
