import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById, valuesOf, type IdMap } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { MeterKey } from './meter-rules.ts'
import { Month } from './months.ts'
import { UsageCorrection, UsageName, UsageReport } from './usage-item.ts'

/** What one organisation used of one meter in one month, however late it is told: `usage-<organisation>.<meter>.<month>`. */
export const category = 'usage'

export const usageIdOf = (organisation: string, meter: string, month: string): string =>
  `${organisation}.${meter}.${month}`

/** Entries of one event of the log. */
export const mostEntries = 500

// Events: the stored contract.
const Of = z.strictObject({ organisation: Id, meter: MeterKey, month: Month, at: Instant })
const Entry = UsageReport.omit({ kind: true, meter: true }).extend({
  ...UsageName.shape,
  usageId: Id,
})
export type NewEntry = z.output<typeof Entry>
const Correction = UsageCorrection.omit({ kind: true }).extend({
  ...UsageName.shape,
  usageId: Id,
})
export type NewCorrection = z.output<typeof Correction>
export const definitions = [
  // A batch is one event: many reports are not many appends.
  defineEvent('UsageRecorded', 1, Of.extend({ entries: z.array(Entry).min(1).max(mostEntries) })),
  defineEvent('UsageCorrected', 1, Of.extend(Correction.shape)),
] as const
export type UsageEvent = EventOf<(typeof definitions)[number]>

// State: every entry with the value that counts today, and the corrections that were made.
export type UsageEntry = {
  readonly subject?: string
  /** Null: withdrawn. */
  readonly value: string | null
  readonly occurredAt: string
  /** The place in which it was recorded: between equals, the later counts as the latest. */
  readonly order: number
}
export type UsageState = {
  readonly entries: IdMap<UsageEntry>
  readonly corrections: IdMap<true>
  readonly count: number
}

export const initial: UsageState = { entries: {}, corrections: {}, count: 0 }

export const evolve = (state: UsageState, { type, data }: UsageEvent): UsageState => {
  switch (type) {
    case 'UsageRecorded':
      return {
        ...state,
        count: state.count + data.entries.length,
        entries: data.entries.reduce(
          (entries, { usageId, subject, value, occurredAt }, index) =>
            setById(entries, usageId, {
              ...(subject === undefined ? {} : { subject }),
              value,
              occurredAt,
              order: state.count + index,
            }),
          state.entries,
        ),
      }
    case 'UsageCorrected': {
      const corrected = getById(state.entries, data.corrects)
      return {
        ...state,
        corrections: setById(state.corrections, data.usageId, true),
        entries:
          corrected === undefined
            ? state.entries
            : setById(state.entries, data.corrects, { ...corrected, value: data.value }),
      }
    }
    default:
      return exhausted(type)
  }
}

/** What counts, withdrawn ones left out. */
export const countedEntries = ({ entries }: UsageState): readonly CountedEntry[] =>
  valuesOf(entries).flatMap(({ value, ...entry }) => (value === null ? [] : [{ ...entry, value }]))
export type CountedEntry = UsageEntry & { readonly value: string }

// Commands.
type Target = { readonly organisation: string; readonly meter: string; readonly month: string }
export type UsageCommand = Target &
  (
    | { readonly type: 'RecordUsage'; readonly entries: readonly NewEntry[] }
    | { readonly type: 'CorrectUsage'; readonly correction: NewCorrection }
  )

export const decide = (
  command: UsageCommand,
  state: UsageState,
  meta: DecisionMeta,
): Decision<UsageEvent> => {
  const { organisation, meter, month } = command
  const of = { organisation, meter, month, at: meta.now }
  switch (command.type) {
    case 'RecordUsage': {
      const news = new Map(
        command.entries
          .filter(({ usageId }) => getById(state.entries, usageId) === undefined)
          .map((entry) => [entry.usageId, entry]),
      )
      return news.size === 0
        ? []
        : [{ type: 'UsageRecorded', data: { ...of, entries: [...news.values()] } }]
    }
    case 'CorrectUsage': {
      const { correction } = command
      if (getById(state.corrections, correction.usageId) !== undefined) return []
      if (getById(state.entries, correction.corrects) === undefined)
        return reject('USAGE_UNKNOWN', 'The event to be corrected is not known.')
      return [{ type: 'UsageCorrected', data: { ...of, ...correction } }]
    }
    default:
      return exhausted(command)
  }
}

export const usage: Aggregate<UsageState, UsageCommand, UsageEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
