/** How far a build is. Rates are events a second. */
export type BuildProgress = {
  readonly wish: 'RUN' | 'PAUSE' | 'CANCEL'
  readonly phase: 'READING' | 'INDEXING' | 'COPYING' | 'CATCHING_UP' | 'DONE' | null
  /** Groups of tables that are built from the log; null: all of them. */
  readonly groups: readonly string[] | null
  /** The one stream whose rows are built; null: all rows of the groups. */
  readonly stream: string | null
  readonly events: bigint
  readonly eventsLeft: bigint | null
  /** From 0 to 1. */
  readonly progress: number | null
  readonly rate: number | null
  readonly secondsLeft: number | null
  readonly resting: 'LIVE_LAG' | 'PACE' | null
  readonly eventsPerSecond: number | null
  readonly lagSeconds: number | null
  /** Somebody builds now. */
  readonly isBuilding: boolean
  readonly error: string | null
}

/** One set of all read models. */
export type GenerationView = {
  readonly generation: number
  readonly state: 'BUILDING' | 'FOLLOWING' | 'DROPPED'
  /** Readers follow it. */
  readonly live: boolean
  readonly position: bigint
  readonly events: bigint
  readonly startedAt: Date
  /** When readers last left it. */
  readonly leftAt: Date | null
  /** Of one that was asked for by an operator. */
  readonly build: BuildProgress | null
}

export type ExplainingEvent = {
  readonly position: string
  readonly type: string
  readonly stream: string
  readonly revision: string
  /** Which of the columns that differ it writes, by the code of today. */
  readonly columns: readonly string[]
}

type Columns = Readonly<Record<string, unknown>>

export type RowDifference = {
  readonly key: Columns
  readonly kind: 'MISSING' | 'SURPLUS' | 'CHANGED'
  /** Of the row in the one and in the other; null where there is none. */
  readonly digests: readonly [string | null, string | null]
  /** What the columns hold that differ. */
  readonly columns: Readonly<Record<string, readonly [unknown, unknown]>>
  /** The events that wrote the row, in order; of many those that wrote the columns that differ come first. */
  readonly events: readonly ExplainingEvent[]
  /** How many more there are. */
  readonly moreEvents: number
}

export type TableDifference = {
  readonly table: string
  readonly rows: readonly [bigint, bigint]
  readonly digests: readonly [string, string]
  readonly equal: boolean
  readonly missing: number
  readonly surplus: number
  readonly changed: number
  readonly first: readonly RowDifference[]
}

/** What two generations do not hold alike, both at one position. */
export type GenerationDifference = {
  readonly generations: readonly [number, number]
  readonly position: bigint
  readonly equal: boolean
  /** Names this difference: which rows differ, and in which columns. What `promote --accept` takes. */
  readonly hash: string
  readonly tables: readonly TableDifference[]
}

/** What the read API tells operators of generations. */
export type Replays = {
  readonly list: () => Promise<readonly GenerationView[]>
  /** Of the live generation and another, by default the one beside it; undefined when there is none. */
  readonly difference: (
    other: number | undefined,
    rows: number,
  ) => Promise<GenerationDifference | undefined>
}
