import type { ErrorCode } from '../errors/table.ts'
import type { Change } from './differences.ts'
import type { LogMoment, StreamMoment } from './moment.ts'

/** Why there is no answer for a moment. */
export type Fault = {
  readonly code: Extract<
    ErrorCode,
    'MOMENT_TOO_EARLY' | 'MOMENT_TOO_LATE' | 'HISTORY_TOO_LONG' | 'NOT_FOUND' | 'QUERY_INVALID'
  >
  readonly detail: string
}

export const isFault = (found: object): found is Fault => 'code' in found && 'detail' in found

/** An event, as one of those that made a difference. */
export type Passed = {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
  /** When it was recorded. */
  readonly at: Date
}

/** A row as its projection had it after the last of its events up to a moment. */
export type PastRow<Row> = { readonly row: Row; readonly last: Passed }

/** What an aggregate, or an instance of a saga, was after an event, by today's fold; the state as JSON. */
export type StateAt = {
  readonly stream: string
  /** Counts across the books of what keeps books. */
  readonly revision: bigint
  readonly last: Passed
  readonly state: unknown
}

/** The events after `from` up to `to`, each with the fields it changed, and what they all came to. */
export type StateDifference = {
  readonly from: StateAt
  readonly to: StateAt
  readonly changes: readonly Change[]
  readonly events: readonly (Passed & { readonly changed: readonly string[] })[]
}

/** What was, computed from the log; nothing is written. */
export type History<Tables> = {
  /** Nothing when the moment lies between the log's first event and now. */
  readonly outside: (moment: LogMoment) => Promise<Fault | undefined>
  /** Undefined when the row was not there yet. */
  readonly row: <Table extends keyof Tables>(
    table: Table,
    id: string,
    moment: LogMoment,
  ) => Promise<PastRow<Tables[Table]> | Fault | undefined>
  /** The events that wrote a row after one moment up to another. */
  readonly rowEvents: (
    table: keyof Tables,
    id: string,
    after: LogMoment,
    upTo: LogMoment,
  ) => Promise<readonly Passed[] | Fault>
  readonly stateAt: (stream: string, moment: StreamMoment) => Promise<StateAt | Fault>
  readonly stateDiff: (
    stream: string,
    from: StreamMoment,
    to: StreamMoment,
  ) => Promise<StateDifference | Fault>
}
