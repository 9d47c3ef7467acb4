import type { IdMap } from '../../shared/id-map.ts'
import type { Burns } from './burns.ts'
import type { Counted } from './limits.ts'

/** What was paid at once, without a hold. */
export type WalletCharge =
  | { readonly status: 'VOIDED' }
  | {
      readonly status: 'CHARGED'
      readonly subjectId: string
      readonly amount: bigint
      readonly sellerOrganisation: string
      readonly sellerShare: bigint
      readonly refunded: bigint
      readonly sellerRefunded: bigint
      readonly refundIds: readonly string[]
      /** What was not refunded, by the grants that it came out of. */
      readonly burns: Burns
      readonly counted: Counted
    }
export type Charges = IdMap<WalletCharge>
