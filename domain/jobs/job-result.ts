import { z } from 'zod'
import { Sha256 } from '../shared/values.ts'

/** Classical bit 0 is rightmost; registers declared later stand to the left. */
export const bitOrder = 'CLBIT0_RIGHTMOST_LATER_REGISTERS_LEFT'

/**
 * A histogram: shots by bit string. Large ones are packed (deflate, base64url of the JSON of `counts`), so that the
 * densest result of 100,000 shots stays well inside one event.
 */
export const Histogram = z.discriminatedUnion('encoding', [
  z.strictObject({
    encoding: z.literal('json'),
    counts: z.record(z.string().regex(/^[01]*$/), z.int().min(1)),
  }),
  z.strictObject({ encoding: z.literal('deflate'), packed: z.string() }),
])
export type Histogram = z.output<typeof Histogram>

export const JobResult = z.strictObject({
  bitOrder: z.literal(bitOrder),
  histogram: Histogram,
  registers: z.array(z.strictObject({ name: z.string(), size: z.int().min(1) })),
  shots: z.int().min(0),
  executionSeconds: z.number().min(0),
  engine: z.strictObject({ name: z.string().max(80), version: z.string().max(40) }),
  seed: z.string().max(64),
  programHash: Sha256,
  /** SHA-256 of the canonical JSON of the counts. */
  resultHash: Sha256,
})
export type JobResult = z.output<typeof JobResult>
