import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset, MinorUnits } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { Id, Instant } from '../../shared/values.ts'
import { MeterKey } from './meter-rules.ts'
import { Month } from './months.ts'
import { UsageCut } from './usage-cut.ts'

/** What a month would have cost by another price book or version. No money moves: it is a finding, kept with what was read. */
export const category = 'rerating'

// Events: the stored contract.
const Signed = z.string().regex(/^-?(?:0|[1-9][0-9]{0,35})$/)
const Book = z.strictObject({ priceBookId: Id, version: z.int().min(1) })
export const RatingDifference = z.strictObject({
  /** The line in both books; in the one that does not have it, it costs nothing. */
  rateKey: z.string().min(1).max(40),
  meter: MeterKey,
  quantity: z.string().max(60),
  before: MinorUnits,
  after: MinorUnits,
  difference: Signed,
})
export type RatingDifference = z.output<typeof RatingDifference>
export const Comparison = z.strictObject({
  reratingId: Id,
  organisation: Id,
  month: Month,
  asset: Asset,
  before: Book,
  after: Book,
  lines: z.array(RatingDifference).max(200),
  totalBefore: MinorUnits,
  totalAfter: MinorUnits,
  difference: Signed,
  cut: UsageCut,
})
export type Comparison = z.output<typeof Comparison>
export const definitions = [
  defineEvent('UsageRerated', 1, Comparison.extend({ at: Instant })),
] as const
export type ReratingEvent = EventOf<(typeof definitions)[number]>

// State.
export type Rerating =
  | { readonly kind: 'absent' }
  | { readonly kind: 'made'; readonly comparison: Comparison }

export const initial: Rerating = { kind: 'absent' }

export const evolve = (_state: Rerating, { data }: ReratingEvent): Rerating => {
  const { at: _, ...comparison } = data
  return { kind: 'made', comparison }
}

// Commands.
export type ReratingCommand = {
  readonly type: 'RecordComparison'
  readonly comparison: Comparison
}

export const decide = (
  { comparison }: ReratingCommand,
  state: Rerating,
  meta: DecisionMeta,
): Decision<ReratingEvent> =>
  state.kind === 'made'
    ? reject('ALREADY_EXISTS', 'This comparison was made already.')
    : [{ type: 'UsageRerated', data: { ...comparison, at: meta.now } }]

export const rerating: Aggregate<Rerating, ReratingCommand, ReratingEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
