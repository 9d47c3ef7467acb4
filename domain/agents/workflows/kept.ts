import { z } from 'zod'
import { Sha256 } from '../../shared/values.ts'

/** JSON that stands in the object store, sealed under its organisation's key: what people wrote, and what steps brought forth. */
export const Kept = z.strictObject({
  /** Of the JSON in clear. */
  sha256: Sha256,
  /** In bytes, of the JSON in clear. */
  size: z.int().min(0),
  /** Where the object store keeps what is sealed. */
  object: z.string().min(1).max(200),
})
export type Kept = z.output<typeof Kept>
