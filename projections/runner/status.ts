/** What an operator sees of a projector. */
export type ProjectorStatus = {
  /** WAITING for work, CATCHING_UP with the log, LIVE at its end, RETRYING while the database is away, STOPPED. */
  readonly state: 'WAITING' | 'CATCHING_UP' | 'LIVE' | 'RETRYING' | 'STOPPED'
  /** The one that readers follow. */
  readonly generation: number
  /** The groups of tables that this process brings forward now. */
  readonly groups: readonly string[]
  /** Of the last commit; of the group that is furthest behind. */
  readonly position: bigint
  readonly lag: {
    /** Received from the log and not committed; what the log has not sent yet is not known here. */
    readonly events: number
    /** Age of the newest committed event, while there are others to commit; 0 at the end of the log. */
    readonly ms: number
  }
  /** Streams that wait behind an event that cannot be applied, in each group and generation. */
  readonly quarantinedStreams: number
  /** False while the hot keys are being repaired. */
  readonly cacheHealthy: boolean
}
