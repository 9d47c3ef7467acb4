import { query } from '../api/graphql.ts'
import type { JsonObject } from '../api/json.ts'

export type Replay = {
  readonly wish: 'RUN' | 'PAUSE' | 'CANCEL'
  readonly phase: string | null
  readonly groups: readonly string[] | null
  readonly events: number
  readonly eventsLeft: number | null
  readonly progress: number | null
  readonly eventsPerSecond: number | null
  readonly secondsLeft: number | null
  readonly resting: 'LIVE_LAG' | 'PACE' | null
  readonly mostEventsPerSecond: number | null
  readonly mostLiveLagSeconds: number | null
  readonly isBuilding: boolean
  readonly isPaused: boolean
  readonly error: string | null
}

export type Generation = {
  readonly generation: number
  readonly state: 'BUILDING' | 'FOLLOWING' | 'DROPPED'
  readonly isLive: boolean
  readonly position: string
  readonly events: number
  readonly startedAt: string
  readonly leftAt: string | null
  readonly replay: Replay | null
}

export const generations = query<{
  readonly readModelGenerations: readonly Generation[]
}>(`query consoleGenerations {
  readModelGenerations {
    generation state isLive position events startedAt leftAt
    replay {
      wish phase groups events eventsLeft progress eventsPerSecond secondsLeft resting
      mostEventsPerSecond mostLiveLagSeconds isBuilding isPaused error
    }
  }
}`)

export type RowDifference = {
  readonly key: JsonObject
  readonly kind: 'MISSING' | 'SURPLUS' | 'CHANGED'
  readonly columns: readonly {
    readonly column: string
    readonly live: string | null
    readonly other: string | null
  }[]
  readonly events: readonly {
    readonly stream: string
    readonly revision: string
    readonly type: string
  }[]
  readonly moreEvents: number
}

export type TableDifference = {
  readonly table: string
  readonly rows: number
  readonly otherRows: number
  readonly isEqual: boolean
  readonly missing: number
  readonly surplus: number
  readonly changed: number
  readonly first: readonly RowDifference[]
}

export const difference = query<
  {
    readonly generationDifference: {
      readonly live: number
      readonly other: number
      readonly position: string
      readonly isEqual: boolean
      readonly hash: string
      readonly tables: readonly TableDifference[]
    } | null
  },
  { readonly generation: number }
>(`query consoleDifference($generation: Int) {
  generationDifference(generation: $generation) {
    live other position isEqual hash
    tables {
      table rows otherRows isEqual missing surplus changed
      first { key kind columns { column live other } events { stream revision type } moreEvents }
    }
  }
}`)
