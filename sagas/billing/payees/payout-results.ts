import { z } from 'zod'

/** `at`: when it was said; what follows from it begins then. */
const at = z.string()

/** Looked for when its key was too old to be used again, and not there. */
export const neverHappened = 'DID_NOT_HAPPEN'

/** What came of ordering a step, or of looking for one. */
export const OrderResult = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('DONE'), reference: z.string(), at }),
  z.strictObject({ outcome: z.literal('REFUSED'), code: z.string(), at }),
  /** There is nothing under its key, which is young enough to be used again. */
  z.strictObject({ outcome: z.literal('ABSENT') }),
])
export type OrderResult = z.output<typeof OrderResult>

/** How far the bank is, as the provider says it. */
export const LookResult = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('UNDER_WAY') }),
  z.strictObject({ state: z.literal('PAID') }),
  z.strictObject({ state: z.literal('FAILED'), code: z.string(), at }),
])
export type LookResult = z.output<typeof LookResult>

/** What was put on record. */
export const RecordResult = z.strictObject({ as: z.enum(['SENT', 'UNKNOWN', 'PAID', 'FAILED']) })
