import { setImmediate as turn } from 'node:timers/promises'
import type { Filter } from '../core/filter.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { Entry } from '../store/log.ts'

/** What a subscription sends, in order. */
export type Notice =
  | { readonly kind: 'event'; readonly entry: Entry }
  | { readonly kind: 'checkpoint'; readonly position: number }
  | { readonly kind: 'caught-up' }

export type AllSubscription = {
  /** Exclusive; 0 is the beginning. */
  readonly after: number
  readonly wanted: Filter
  /** How many events are considered between two checkpoints; without it there are none. */
  readonly checkpointEvery?: number
  readonly signal: AbortSignal
}

const pageSize = 256

/**
 * Follows the log by position: it reads on from where it is, and when there is nothing sleeps until something was
 * committed. A slow reader is simply further behind. Yields a page of notices at a time. Others have their turn between
 * pages, of which none may hold anything that is wanted.
 */
export async function* subscribeToAll(
  node: EventStoreNode,
  { after, wanted, checkpointEvery, signal }: AllSubscription,
): AsyncGenerator<readonly Notice[], void, undefined> {
  let seen = after
  let considered = 0
  let checkpointed = after
  let live = false
  while (!signal.aborted) {
    const version = node.signal.version()
    const page = node.log.forwards(seen + 1, pageSize)
    const notices: Notice[] = []
    for (const entry of page) {
      if (wanted(entry.bytes)) notices.push({ kind: 'event', entry })
      seen = entry.position
      if (checkpointEvery !== undefined && ++considered % checkpointEvery === 0) {
        notices.push({ kind: 'checkpoint', position: seen })
        checkpointed = seen
      }
    }
    if (page.length === pageSize) live = false
    const atEnd = page.length < pageSize
    if (atEnd && !live) {
      live = true
      if (checkpointEvery !== undefined && seen > checkpointed) {
        notices.push({ kind: 'checkpoint', position: seen })
        checkpointed = seen
      }
      notices.push({ kind: 'caught-up' })
    }
    if (notices.length > 0) yield notices
    if (atEnd) await node.signal.after(version, signal)
    else await turn()
  }
}
