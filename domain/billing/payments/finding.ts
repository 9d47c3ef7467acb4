import type { DecisionMeta } from '../../shared/decider.ts'
import { ownerOf, type ExistingPayment, type PaymentEvent } from './payment-state.ts'

export type FindingCode =
  /** The provider shows another payment under our id, or an amount that nobody asked for. */
  | 'SECOND_PROVIDER_PAYMENT'
  | 'AMOUNT_MISMATCH'
  /** It shows now what can't follow from what it showed before. */
  | 'CONTRADICTION'
  | 'REFUND_CONTRADICTION'
  | 'DISPUTE_CONTRADICTION'
  /** More went back than was ever taken. */
  | 'CHARGED_BACK_ABOVE_CAPTURE'
  /** The wallet did not take what the provider has done. */
  | 'BOOKING_REFUSED'
  /** It can't end by itself. */
  | 'PARKED'

/** Something for a person to look at. Said once: the same finding again is no news. */
export const finding = (
  state: ExistingPayment,
  code: FindingCode,
  detail: string,
  meta: DecisionMeta,
  /** What tells this finding from others of its code. */
  about: string,
): readonly PaymentEvent[] => {
  const findingId = `${code} ${about}`.slice(0, 200)
  return findingId in state.findings
    ? []
    : [
        {
          type: 'PaymentFindingRecorded',
          data: {
            ...ownerOf(state),
            findingId,
            code,
            detail: detail.slice(0, 500),
            at: meta.now,
          },
        },
      ]
}
