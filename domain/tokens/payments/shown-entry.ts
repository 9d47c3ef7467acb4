import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { money } from '../../shared/money.ts'
import { exhausted } from '../../shared/values.ts'
import type { ClosedHow } from './token-payment-events.ts'
import {
  ownerOf,
  type ExistingTokenPayment,
  type TokenPaymentEvent,
} from './token-payment-state.ts'

/** What the escrow has said in a block that is final. Amounts in minor units. */
export type ShownEntry = { readonly entryId: string } & (
  | { readonly event: 'PaymentAuthorized'; readonly amount: bigint }
  | { readonly event: 'PaymentCaptured'; readonly amount: bigint; readonly returned: bigint }
  | { readonly event: 'PaymentVoided' }
  | { readonly event: 'PaymentReclaimed' }
  | { readonly event: 'PaymentRefunded'; readonly onChainRefundId: string; readonly amount: bigint }
)

/**
 * Told again, it is no news: an escrow goes its way once. What it says is told in any order: that all is back may be heard
 * of before that it was ever held.
 */
export const recordEntry = (
  entry: ShownEntry,
  state: ExistingTokenPayment,
  { now: at }: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  const { entryId } = entry
  const fact = { ...ownerOf(state), at, entryId }
  const of = (amount: bigint) => money(amount, state.asset)
  const isOver = state.stage === 'CAPTURED' || state.stage === 'CLOSED'
  switch (entry.event) {
    case 'PaymentAuthorized': {
      if (state.authorised > 0n) return []
      const authorised = {
        type: 'TokenPaymentAuthorised',
        data: { ...fact, amount: of(entry.amount) },
      } as const
      const reason = entry.amount < state.amount ? 'UNDERPAID' : undefined
      return reason === undefined || state.closing !== undefined || isOver
        ? [authorised]
        : [
            authorised,
            { type: 'TokenPaymentClosingRequested', data: { ...ownerOf(state), at, reason } },
          ]
    }
    case 'PaymentCaptured': {
      if (state.stage === 'CAPTURED') return []
      const amounts = { amount: of(entry.amount), returned: of(entry.returned) }
      return [{ type: 'TokenPaymentCaptured', data: { ...fact, ...amounts } }]
    }
    case 'PaymentVoided':
      return closed('VOIDED', state, fact)
    case 'PaymentReclaimed':
      return closed('RECLAIMED', state, fact)
    case 'PaymentRefunded': {
      const { onChainRefundId } = entry
      const refund = state.refunds.find((each) => each.onChainRefundId === onChainRefundId)
      // The contract makes each of them once, and only what the hub has asked for.
      if (refund === undefined || refund.status === 'SUCCEEDED') return []
      const { refundId } = refund
      const data = { ...fact, refundId, onChainRefundId, amount: of(entry.amount) }
      return [{ type: 'TokenPaymentRefunded', data }]
    }
    default:
      return exhausted(entry)
  }
}

type Fact = Extract<TokenPaymentEvent, { type: 'TokenPaymentCaptured' }>['data']

const closed = (
  how: ClosedHow,
  { isGivenBack }: ExistingTokenPayment,
  fact: Omit<Fact, 'amount' | 'returned'>,
): readonly TokenPaymentEvent[] =>
  isGivenBack ? [] : [{ type: 'TokenPaymentClosed', data: { ...fact, how } }]
