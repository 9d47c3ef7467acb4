import { z } from 'zod'
import { standings } from '../../../domain/billing/payments/payment-state.ts'

const Standing = z.enum(standings)
const RefundStatus = z.enum(['REQUESTED', 'UNKNOWN', 'PENDING', 'SUCCEEDED', 'FAILED'])

/**
 * What came of asking the provider, after it was taken in. KNOWN: the provider has said. REFUSED: for certain it did not
 * happen, and is not going to. LOOK: it was refused for reasons that the payment itself has to show.
 */
export const OperationResult = z.strictObject({
  outcome: z.enum(['KNOWN', 'REFUSED', 'LOOK']),
  standing: Standing,
  code: z.string().exactOptional(),
})
export type OperationResult = z.output<typeof OperationResult>

/** What was seen, after it was taken in. Not found: the provider has no such payment. */
export const LookResult = z.strictObject({
  found: z.boolean(),
  standing: Standing,
  refunds: z.record(z.string(), RefundStatus),
})
export type LookResult = z.output<typeof LookResult>
