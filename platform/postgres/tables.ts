import type { ColumnType, Generated } from 'kysely'

type Now = ColumnType<Date, Date | undefined, Date>

export type ProjectionCheckpointTable = {
  readonly name: string
  readonly generation: Generated<number>
  readonly position: bigint
  readonly updated_at: Now
  /** Events of the log up to the position. */
  readonly events: Generated<bigint>
  /** Whoever moves it now. */
  readonly holder: string | null
}

export type GenerationTable = {
  readonly generation: number
  /** BUILDING by a builder, FOLLOWING the log through the projectors. */
  readonly state: 'BUILDING' | 'FOLLOWING' | 'DROPPED'
  readonly started_at: Now
  readonly followed_at: Date | null
  readonly left_at: Date | null
  readonly dropped_at: Date | null
}

/** What operators wish of a generation that is built, and how far its builder is: migrations 0093 to 0095. */
export type ReplayTable = {
  readonly generation: number
  readonly groups: readonly string[] | null
  readonly stream: string | null
  readonly wish: 'RUN' | 'PAUSE' | 'CANCEL'
  readonly events_per_second: number | null
  readonly lag_seconds: number | null
  readonly wished_by: string
  readonly wished_at: Now
  readonly phase: 'READING' | 'INDEXING' | 'COPYING' | 'CATCHING_UP' | 'DONE' | null
  readonly position: bigint
  readonly events: bigint
  readonly events_left: bigint | null
  readonly rate: number | null
  readonly resting: 'LIVE_LAG' | 'PACE' | null
  readonly error: string | null
  readonly builder: string | null
  readonly told_at: Date | null
  readonly busy_seconds: number
  readonly actions: readonly string[]
}

export type QuarantineRequestTable = {
  readonly request_id: string
  readonly group_name: string
  readonly stream: string
  readonly action: 'RETRY' | 'SKIP'
  readonly reason: string | null
  readonly requested_by: string
  readonly requested_at: Now
  readonly outcome: 'DONE' | 'STILL_WAITING' | 'NEEDS_REBUILD' | 'FAILED' | null
  readonly detail: string | null
  readonly done_at: Date | null
}

export type GenerationPointerTable = {
  readonly read_model: string
  readonly generation: number
  readonly moved_at: Now
}

export type SubjectKeysTable = {
  readonly subject_id: string
  readonly wrapped_key: Buffer | null
  readonly created_at: Now
  readonly destroyed_at: Date | null
}

export type TimerState = 'PENDING' | 'FIRED' | 'CANCELLED'

export type TimersTable = {
  readonly timer_id: string
  readonly saga_stream: string
  readonly due_at: Date
  readonly kind: string
  /** Written as JSON text, read as its value. */
  readonly payload: ColumnType<unknown, string | undefined, string>
  readonly state: Generated<TimerState>
  readonly position: bigint
}

export type SagaProgressTable = {
  readonly reader: string
  readonly partition: number
  readonly position: bigint
  /** Written as JSON text, read as its value. */
  readonly carried: ColumnType<
    readonly { readonly stream: string; readonly revision: string }[],
    string,
    string
  >
  readonly updated_at: Now
}

/** The end of a job that nobody was told of yet: the job had no row when its turn came. */
export type IntegrationEventUntoldTable = {
  readonly event_id: string
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
}

/** The tables of `migrations/0001-infrastructure.sql` and `0020-generations.sql`; a context adds its own: `InfrastructureTables & JobTables`. */
export type InfrastructureTables = {
  readonly projection_checkpoint: ProjectionCheckpointTable
  readonly generation_pointer: GenerationPointerTable
  readonly read_model_generation: GenerationTable
  readonly replay: ReplayTable
  readonly quarantine_request: QuarantineRequestTable
  readonly subject_keys: SubjectKeysTable
  readonly timers: TimersTable
  readonly saga_progress: SagaProgressTable
  readonly integration_event_untold: IntegrationEventUntoldTable
}
