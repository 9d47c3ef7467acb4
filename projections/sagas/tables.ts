import type { TimerState } from '../../platform/postgres/tables.ts'

/** A timer that is set, under its name in the instance. */
export type PendingTimer = { readonly timerId: string; readonly dueAt: string }

/** What an instance could not take, or could not have done; `revision` of the event that says so gives the order. */
export type ParkedLetter = {
  readonly what: 'INPUT' | 'OUTCOME' | 'TIMER' | 'EFFECT'
  /** Of an input its place in the log, of others their kind or name. */
  readonly name: string
  readonly code: string
  readonly detail: string
  readonly since: string
  readonly revision: string
  /** Of an effect. */
  readonly attempts?: number
}

export type SagaInstanceRow = {
  readonly stream: string
  readonly saga: string
  readonly instance: string
  readonly status: 'ACTIVE' | 'ENDED'
  readonly outcome: string | null
  /** Kind of each requested effect that has no outcome yet, by effect id. */
  readonly outstanding: Readonly<Record<string, string>>
  readonly outstanding_count: number
  /** By name. */
  readonly pending_timers: Readonly<Record<string, PendingTimer>>
  readonly started_at: Date
  readonly updated_at: Date
  readonly ended_at: Date | null
  /** Of the saga, that its state is in the form of. */
  readonly version: number
  /** By the id of the input, effect or timer. */
  readonly parked: Readonly<Record<string, ParkedLetter>>
  readonly parked_count: number
  /** Since when, by reason. */
  readonly stuck: Readonly<Record<string, string>>
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** A row of the infrastructure's `timers`, as the projector writes it. `kind` is the timer's name. */
export type TimerRow = {
  readonly timer_id: string
  readonly saga_stream: string
  readonly due_at: Date
  readonly kind: string
  readonly payload: unknown
  readonly state: TimerState
  readonly position: bigint
}

export type SagasTables = { readonly saga_instances: SagaInstanceRow }
