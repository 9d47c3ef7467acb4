import { z } from 'zod'
import { Id, Instant } from '../../shared/values.ts'
import { MeterKey, Quantity } from './meter-rules.ts'

/** Who reports, and its own id of the event: together with the organisation, the key under which usage counts once. */
export const UsageName = z.strictObject({
  source: z.string().min(1).max(80),
  id: z.string().min(1).max(200),
})
export type UsageName = z.output<typeof UsageName>

export const Subject = z.string().min(1).max(200)

/** Something was used. */
export const UsageReport = z.strictObject({
  kind: z.literal('USAGE'),
  meter: MeterKey,
  subject: Subject.exactOptional(),
  value: Quantity,
  occurredAt: Instant,
})
export type UsageReport = z.output<typeof UsageReport>

/** An earlier event should have said something else: another value, or (null) nothing at all. It stays in the log. */
export const UsageCorrection = z.strictObject({
  kind: z.literal('CORRECTION'),
  /** The usage id of the event that it corrects. */
  corrects: Id,
  value: Quantity.nullable(),
  reason: z.string().min(1).max(500),
})
export type UsageCorrection = z.output<typeof UsageCorrection>

export const UsageContent = z.discriminatedUnion('kind', [UsageReport, UsageCorrection])
export type UsageContent = z.output<typeof UsageContent>
