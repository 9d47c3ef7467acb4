import { z } from 'zod'

/** A metered amount: at most 18 whole digits and 12 decimals, exact at any size. */
export const Quantity = z
  .string()
  .max(32)
  .regex(/^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?$/)

export const MeterKey = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]{0,39}$/)

/**
 * How the events of a month become one quantity. COUNT: how many. SUM: of their values. MAX: the greatest value. UNIQUE:
 * how many different subjects. LATEST: the value of the last one to occur. WEIGHTED_SUM: each value raises (or lowers) a
 * level from its moment to the end of the month; the quantity is the level's average over the month.
 */
export const Aggregation = z.enum(['COUNT', 'SUM', 'MAX', 'UNIQUE', 'LATEST', 'WEIGHTED_SUM'])
export type Aggregation = z.output<typeof Aggregation>

/** What is metered, and what one usage event of it may say. A meter never changes: what it counted would mean another thing. */
export const Meter = z.strictObject({
  key: MeterKey,
  name: z.string().min(1).max(120),
  /** In the singular: "shot", "second". */
  unit: z.string().min(1).max(40),
  aggregation: Aggregation,
  /** Decimals that a value may have. */
  decimals: z.int().min(0).max(12),
  /** The greatest value of one event. What is above is refused at the door, never left out later. */
  maximum: Quantity.regex(/^[^-]/),
  /** Whether an event names a subject: who or what used it, such as a device, a key or a person. */
  subject: z.enum(['REQUIRED', 'OPTIONAL', 'NONE']),
  /** REPORTED: by usage events. JOBS: counted from the jobs of the log; nobody reports it. */
  feed: z.enum(['REPORTED', 'JOBS']),
})
export type Meter = z.output<typeof Meter>

/** COUNT and UNIQUE count events and subjects: theirs have no values. */
export const takesValues = ({ aggregation }: Pick<Meter, 'aggregation'>): boolean =>
  aggregation !== 'COUNT' && aggregation !== 'UNIQUE'
