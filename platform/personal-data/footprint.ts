import type { Reach } from '../../domain/accounts/erasure.ts'

/** Who is to be forgotten, and every subject whose key goes with them. */
export type Forgotten = {
  readonly userId: string
  /** The person's own id, and those of what closes with them. */
  readonly subjects: readonly string[]
  /** Streams that are about them. */
  readonly streams: readonly string[]
  /** Whether a mail's address is theirs; known by its keyed hash alone. */
  readonly isTheirs: (address: string) => boolean
  /** Mails to others that name what closed with them. */
  readonly mails: readonly string[]
}

/** What the read models know to be a person's: ids, to be looked at in the log. */
export type Belongings = {
  readonly organisations: readonly string[]
  readonly sessions: readonly string[]
  readonly apiKeys: readonly string[]
  /** Invitations that wait at their address, or for others to join what closes with them. */
  readonly invitations: readonly string[]
  /** Subscriptions that run, of what closes with them. */
  readonly subscriptions: readonly string[]
}

/** What an erasure has ended so far, in all its attempts. */
export type Ended = {
  readonly organisations: readonly string[]
  readonly invitations: readonly string[]
  /** Every invitation that those organisations ever sent. */
  readonly sent: readonly string[]
}

/** What this installation holds of people beside the log: rows, kept answers, mails, files. */
export type Footprint = {
  /** One erasure of a person at a time, in all processes. */
  readonly alone: <Result>(userId: string, work: () => Promise<Result>) => Promise<Result>
  /** Resolves when all rows show the log up to a position. Throws `FootprintBusy` when that takes too long. */
  readonly shown: (position: bigint) => Promise<void>
  readonly belongingsOf: (userId: string, emailHash: string) => Promise<Belongings>
  /** By the correlation id that all attempts share. */
  readonly endedIn: (story: string) => Promise<Ended>
  /**
   * Closed organisations and settled invitations whose keys are still there: whoever closed or settled them was killed
   * before the key was destroyed.
   */
  readonly leftoverKeys: () => Promise<readonly string[]>
  /** Throws `FootprintBusy` while another process may still have one of these keys in memory, though it is destroyed. */
  readonly insistUnusable: (subjects: readonly string[]) => Promise<void>
  /** Forgets everything within reach, and says where it was. Repeated, it finds less to forget. Throws `FootprintBusy`. */
  readonly forget: (whom: Forgotten) => Promise<Omit<Reach, 'keysDestroyed'>>
}

/** Others are in the way, or behind. Repeated later it goes on where it was. */
export class FootprintBusy extends Error {
  override readonly name = 'FootprintBusy'
}
