import { wallet, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import type { Cut } from '../../../domain/billing/bills/cycle.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import type { EventStore, RecordedEvent } from '../../../platform/event-store/types.ts'
import { readBooks } from '../../shared/books/read.ts'

export type WalletUse = {
  readonly events: readonly WalletEvent[]
  /** The last event that was taken in; absent before the first. */
  readonly cut?: Cut
  /** Of the first event; absent when there is none. */
  readonly since?: string
}

const bookOf = (walletId: string, stream: string): number => {
  const number = stream.slice(streamOf(wallet, walletId).length + 1)
  return number === '' ? 0 : Number(number)
}

/**
 * All that a wallet did behind a cut and before a moment. The cut goes by place, so that nothing is read twice or left out,
 * whatever the clocks of those who wrote say: the first event from that moment on is the next period's, with all behind it.
 */
export const walletUse = async (
  store: EventStore,
  walletId: string,
  after: Cut | undefined,
  before: string,
): Promise<WalletUse> => {
  const from = after && { book: after.book, revision: BigInt(after.revision) }
  const { events } = await readBooks(store, wallet, walletId, from)
  const later = events.findIndex(({ metadata }) => msOf(metadata.occurredAt) >= msOf(before))
  const taken = later === -1 ? events : events.slice(0, later)
  const last = taken.at(-1)
  const cut = last === undefined ? after : placeOf(walletId, last)
  const since = taken[0]?.metadata.occurredAt
  return {
    // The books' name says whose events they hold; the stored contract is checked by decodeEvent.
    events: taken.map((event) => decodeEvent(event) as WalletEvent),
    ...(cut === undefined ? {} : { cut }),
    ...(since === undefined ? {} : { since }),
  }
}

const placeOf = (walletId: string, { stream, revision }: RecordedEvent): Cut => ({
  book: bookOf(walletId, stream),
  revision: revision.toString(),
})
