import { z } from 'zod'
import { Money } from '../shared/money.ts'
import { Id } from '../shared/values.ts'

/** What makes a job a run of an app: which, in which version, by what right, and what its seller gets. */
export const AppRun = z.strictObject({
  appId: Id,
  versionId: Id,
  sellerOrganisation: Id,
  /** Absent for one's own app, a free one, and a preview. */
  subscriptionId: Id.exactOptional(),
  subscriptionKeyId: Id.exactOptional(),
  /** The count that it is part of; under the job's id. Absent where nothing is counted. */
  usageId: z.string().min(1).max(100).exactOptional(),
  /** In the asset of the device. */
  fee: Money,
  /** Of the fee. */
  commissionBasisPoints: z.int().min(0).max(10_000),
})
export type AppRun = z.output<typeof AppRun>
