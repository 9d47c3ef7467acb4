import { z } from 'zod'
import { Failure, RunUsage } from '../../domain/jobs/job-events.ts'
import { Money } from '../../domain/shared/money.ts'

/** What each effect answers, read back from the saga's stream. */
export const SubmitResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), providerJobId: z.string() }),
  z.strictObject({ kind: z.literal('refused'), failure: Failure }),
])

export const FindResult = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal(true), providerJobId: z.string() }),
  z.strictObject({ found: z.literal(false) }),
])

export const WatchResult = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('COMPLETED'), usage: RunUsage }),
  z.strictObject({ state: z.literal('FAILED'), usage: RunUsage, failure: Failure }),
  z.strictObject({ state: z.literal('CANCELLED'), usage: RunUsage }),
  z.strictObject({ state: z.literal('GONE') }),
])

export const CaptureResult = z.strictObject({
  charged: Money,
  providerShare: Money,
  commission: Money,
  sellerShare: Money.exactOptional(),
})
