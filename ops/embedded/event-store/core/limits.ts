import type { ProposedEvent } from './outcome.ts'

/** What one append may carry, as the product has it by default. */
export const defaultMaximumAppendSize = 1024 * 1024

/** The most that can be asked for: no record is larger, and no message that a client sends. */
export const largestMaximumAppendSize = 16 * 1024 * 1024

/** Counted as of 24.10: data, metadata, and the type as UTF-16. */
export const sizeOf = (events: readonly ProposedEvent[]): number =>
  events.reduce(
    (sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  )
