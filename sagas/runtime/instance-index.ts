/** A place in the index: instances stand in the order of their last move, those of one instant by their stream. */
export type Place = { readonly movedAt: Date; readonly stream: string }

/** The index of instances. It is a projection, so it may lag. */
export type InstanceIndex = {
  /** Behind a place, those that have not moved since an instant although an effect is open; with the open effects' ids. */
  readonly outstandingSince: (
    at: Date,
    limit: number,
    partitions: readonly number[],
    after: Place | undefined,
  ) => Promise<readonly (Place & { readonly outstanding: readonly string[] })[]>
  /**
   * Behind a place, those that have not moved since an instant, wait for no effect and no timer, were not reported for that,
   * and are of no saga that `mayRest`. What is parked waits for an operator, not for us.
   */
  readonly idleSince: (
    at: Date,
    limit: number,
    mayRest: readonly string[],
    partitions: readonly number[],
    after: Place | undefined,
  ) => Promise<readonly Place[]>
  /** Instances of a saga that began before an instant, have not ended, and were not reported for that yet. */
  readonly begunBefore: (
    saga: string,
    at: Date,
    limit: number,
    partitions: readonly number[],
  ) => Promise<readonly string[]>
}
