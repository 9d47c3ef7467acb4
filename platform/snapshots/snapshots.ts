/** What is kept of a stream: the fold up to a revision, as bytes that only its writer understands. */
export type Snapshot = {
  /** Of the code that folded: another one may fold otherwise. */
  readonly codeVersion: string
  readonly revision: bigint
  readonly body: Buffer
}

/** One snapshot a stream. Everything in it can be made again from the log, and may be gone at any time. */
export type SnapshotStore = {
  readonly get: (stream: string) => Promise<Snapshot | undefined>
  /** Keeps the newer one of two by the same code; other code's always gives way. */
  readonly put: (stream: string, snapshot: Snapshot) => Promise<void>
}
