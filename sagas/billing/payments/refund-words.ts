import { amountOf } from '../../../domain/shared/money.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { ProviderRefund } from '../../../platform/payments/objects.ts'

type Shown =
  | {
      readonly status: 'PENDING' | 'SUCCEEDED'
      readonly reference: string
      readonly amount: bigint
      readonly asset: string
    }
  | { readonly status: 'FAILED'; readonly code: string }

/** A provider's refund in the words of our own. */
export const refundedStates = ({
  id: reference,
  state,
  rawState,
  amount,
  failureReason = rawState,
}: ProviderRefund): Shown => {
  switch (state) {
    case 'PENDING':
    case 'REQUIRES_ACTION':
      return { status: 'PENDING', reference, amount: amountOf(amount), asset: amount.asset }
    case 'SUCCEEDED':
      return { status: 'SUCCEEDED', reference, amount: amountOf(amount), asset: amount.asset }
    case 'FAILED':
    case 'CANCELLED':
      return { status: 'FAILED', code: failureReason.slice(0, 80) }
    default:
      return exhausted(state)
  }
}
