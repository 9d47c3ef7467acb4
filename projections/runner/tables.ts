/** A stream with an event that cannot be applied: it and what came after it in the stream wait, in order. */
export type QuarantineRow = {
  /** The group of tables that it waits for; others may have been able to apply it. */
  readonly group_name: string
  readonly stream: string
  /** Of the event that could not be applied. */
  readonly revision: bigint
  readonly position: bigint
  readonly event_id: string
  readonly event_type: string
  readonly error: string
  /** When that event was recorded. */
  readonly since: Date
  /** Later events of the stream, that wait behind it. */
  readonly waiting: bigint
  /** Of the newest that waits; of the event itself when none does. */
  readonly last_revision: bigint
  readonly last_position: bigint
}

export type RunnerTables = { readonly quarantine: QuarantineRow }
