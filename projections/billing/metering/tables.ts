import type { Meter } from '../../../domain/billing/metering/meter-rules.ts'
import type { Rate } from '../../../domain/billing/metering/rate-models.ts'
import type { Comparison } from '../../../domain/billing/metering/rerating.ts'

/** A meter that operators defined; the hub's own are not in the log. */
export type MeterRow = Omit<Meter, 'feed'> & {
  readonly retired: boolean
  readonly defined_at: Date
  readonly position: bigint
}

/** Values are exact decimals, as text. */
export type UsageEventRow = {
  readonly usage_id: string
  readonly organisation: string
  readonly meter: string
  readonly month: string
  readonly source: string
  readonly external_id: string
  readonly subject: string | null
  readonly reported: string
  readonly value: string | null
  readonly occurred_at: Date
  readonly recorded_at: Date
  readonly corrected_by: string | null
  readonly correction_reason: string | null
  readonly corrected_at: Date | null
  /** With `created_position`: the order in which it was recorded. */
  readonly entry: number
  readonly created_position: bigint
  readonly position: bigint
}

export type PriceBookRow = {
  readonly price_book_id: string
  readonly name: string
  readonly asset: string
  readonly created_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type PriceBookVersionRow = {
  readonly price_book_id: string
  readonly version: number
  readonly valid_from: Date
  readonly rates: readonly Rate[]
  readonly published_at: Date
  readonly position: bigint
}

export type ReratingRow = {
  readonly rerating_id: string
  readonly organisation: string
  readonly comparison: Comparison
  readonly made_at: Date
  readonly position: bigint
}

export type MeteringTables = {
  readonly meters: MeterRow
  readonly usage_events: UsageEventRow
  readonly price_books: PriceBookRow
  readonly price_book_versions: PriceBookVersionRow
  readonly reratings: ReratingRow
}
