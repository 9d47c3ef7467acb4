import type { Plan } from '../../../domain/subscriptions/plan.ts'

/** By what right somebody runs an app: which version, counted where, and priced how. */
export type Right = {
  readonly appId: string
  readonly versionId: string
  readonly sellerOrganisation: string
  /** Without a plan a run costs no fee. */
  readonly plan?: Plan
  /** Of the fee. */
  readonly commissionBasisPoints: number
  readonly subscriptionId?: string
  readonly subscriptionKeyId?: string
  /** Where runs are counted, and how many there may be. */
  readonly usage?: { readonly usageId: string; readonly quota?: number }
}
