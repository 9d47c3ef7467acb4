import { z } from 'zod'
import { MeterKey } from './meter-rules.ts'

const Revision = z
  .string()
  .max(20)
  .regex(/^-?[0-9]+$/)

const Position = z
  .string()
  .max(20)
  .regex(/^[0-9]+$/)

/**
 * How far the log was read to rate a month: the last revision of each meter's stream (-1: there was none), and the position
 * of the log up to which jobs were counted. Rated again up to the same cut, the same lines come out, whatever comes since.
 */
export const UsageCut = z.strictObject({
  meters: z.record(MeterKey, Revision),
  jobsUpTo: Position.exactOptional(),
})
export type UsageCut = z.output<typeof UsageCut>
