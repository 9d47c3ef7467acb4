import type { EventActor } from '../../platform/event-store/types.ts'

/** Where every event stands and what caused it, without its data: the causal story is read from here. */
export type EventLogRow = {
  readonly position: bigint
  readonly event_id: string
  readonly type: string
  readonly stream: string
  readonly revision: bigint
  readonly causation_id: string
  readonly correlation_id: string
  readonly command_id: string
  readonly actor_kind: EventActor['kind']
  readonly actor_id: string
  readonly organisation: string | null
  readonly at: Date
}

/** Events that happened in a minute: UTC, `2026-11-21T21:05`. */
export type EventMinuteRow = {
  readonly minute: string
  readonly events: bigint
  readonly position: bigint
}

/** Events of a type. */
export type EventTypeRow = {
  readonly type: string
  readonly events: bigint
  readonly position: bigint
}

export type LogTables = {
  readonly event_log: EventLogRow
  readonly event_minutes: EventMinuteRow
  readonly event_types: EventTypeRow
}
