import { z } from 'zod'

/** Who is billed, in clear: it stands in the log sealed under the organisation's key only. */
export const Party = z.strictObject({
  legalName: z.string().trim().min(1).max(200),
  address: z.array(z.string().trim().min(1).max(200)).min(1).max(6),
  /** Where bills are sent; without one, none is. */
  email: z.email().max(254).exactOptional(),
  taxId: z.string().trim().min(1).max(60).exactOptional(),
})
export type Party = z.output<typeof Party>
