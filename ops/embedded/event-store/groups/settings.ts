import type { FilterWish } from '../core/filter.ts'

/** What a group reads. */
export type GroupSource =
  | { readonly kind: 'stream'; readonly stream: string }
  | { readonly kind: 'all'; readonly filter?: FilterWish }

/** Where a group without a checkpoint begins: a revision, or a position of `$all`; that one included. */
export type StartFrom = 'end' | number

export const strategyNames = [
  'RoundRobin',
  'DispatchToSingle',
  'Pinned',
  'PinnedByCorrelation',
] as const
export type StrategyName = (typeof strategyNames)[number]

/** What a group was created with. Times are in ms; counts are of events. */
export type GroupSettings = {
  readonly startFrom: StartFrom
  readonly resolveLinks: boolean
  readonly extraStatistics: boolean
  readonly messageTimeoutMs: number
  readonly maxRetryCount: number
  /** 0 is never by time alone. */
  readonly checkpointAfterMs: number
  readonly minCheckpointCount: number
  readonly maxCheckpointCount: number
  /** 0 is unlimited. */
  readonly maxSubscriberCount: number
  readonly liveBufferSize: number
  readonly readBatchSize: number
  readonly historyBufferSize: number
  readonly strategy: StrategyName
}

/** The name by which streams are read; `$all` for the log. */
export const sourceName = (source: GroupSource): string =>
  source.kind === 'all' ? '$all' : source.stream

/** The name of a group among all groups, and in the names of its own streams. */
export const groupKey = (source: string, group: string): string => `${source}::${group}`

export const checkpointStreamOf = (key: string): string =>
  `$persistentsubscription-${key}-checkpoint`
export const parkedStreamOf = (key: string): string => `$persistentsubscription-${key}-parked`

/** A place as the protocol writes it: a revision, or the two equal positions of an event in `$all`. */
export const placeText = (source: GroupSource, place: number): string =>
  source.kind === 'all' ? `C:${place}/P:${place}` : String(place)

/** A place from its text; undefined when that is none. */
export const placeOf = (source: GroupSource, text: string): number | undefined => {
  const digits = (source.kind === 'all' ? /^C:(\d+)\/P:\d+$/ : /^(\d+)$/).exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Why a group can't have these settings; undefined when it can. `end` is the last position of the log. */
export const refusalOf = (
  source: GroupSource,
  settings: GroupSettings,
  end: number,
): string | undefined => {
  const { startFrom, readBatchSize, historyBufferSize } = settings
  if (source.kind === 'stream' && source.stream === '') return 'Bad stream name.'
  if (source.kind === 'stream' && source.stream === '$all') {
    return 'A group on $all is asked for as such and not as a stream.'
  }
  if (source.kind === 'all' && startFrom !== 'end' && startFrom > end) {
    return `Position ${startFrom} is behind the last of the log, ${end}.`
  }
  const negative = Object.entries(settings).find(
    ([, value]) => typeof value === 'number' && value < 0,
  )
  if (negative !== undefined) return `${negative[0]} must not be negative.`
  if (readBatchSize >= historyBufferSize) {
    return `readBatchSize (${readBatchSize}) must be less than historyBufferSize (${historyBufferSize}).`
  }
  return undefined
}
