/** Which command wrote which part of a stream: what makes a repeated command answer what it answered. */
export type CommandTrace = {
  readonly inputHash: string
  /** The last event that it wrote. */
  readonly eventId: string
  readonly revision: bigint
  readonly position: bigint
}

/** A stream folded up to a revision. `revision` -1n: the stream does not exist. */
export type Folded<State> = {
  readonly state: State
  readonly revision: bigint
  readonly position: bigint
  /** Correlation id of the stream's first event: whose story it belongs to. */
  readonly origin?: string
  /** Grows with the stream; shared between the versions of a fold, so it is only ever added to. */
  readonly commands: Map<string, CommandTrace>
}
