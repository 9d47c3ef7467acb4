import type { ColumnType, Generated } from 'kysely'

type Now = ColumnType<Date, Date | undefined, Date>

export type ProjectionCheckpointTable = {
  readonly name: string
  readonly generation: Generated<number>
  readonly position: bigint
  readonly updated_at: Now
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

/** The tables of `migrations/0001-infrastructure.sql`; a context adds its own: `InfrastructureTables & JobTables`. */
export type InfrastructureTables = {
  readonly projection_checkpoint: ProjectionCheckpointTable
  readonly generation_pointer: GenerationPointerTable
  readonly subject_keys: SubjectKeysTable
  readonly timers: TimersTable
}
