import { exhausted } from '../../../domain/shared/values.ts'
import type { ProviderDispute } from '../../../platform/payments/objects.ts'

/** Nothing, where no money has moved. */
export const disputeStatusOf = (
  state: ProviderDispute['state'],
): 'OPEN' | 'WON' | 'LOST' | undefined => {
  switch (state) {
    case 'INQUIRY':
    case 'INQUIRY_CLOSED':
    case 'PREVENTED':
      return undefined
    case 'OPEN':
    case 'UNDER_REVIEW':
      return 'OPEN'
    case 'WON':
    case 'LOST':
      return state
    default:
      return exhausted(state)
  }
}
