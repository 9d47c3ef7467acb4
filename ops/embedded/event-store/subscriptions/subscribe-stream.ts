import { setImmediate as turn } from 'node:timers/promises'
import type { EventStoreNode } from '../core/node.ts'
import { findStream, scanStreamForwards } from '../core/read-stream.ts'
import { revisionOf } from '../store/record.ts'
import type { Notice } from './subscribe-all.ts'

/** The stream a subscription follows has ended for ever. */
export type StreamEnded = { readonly kind: 'stream-deleted' }

const pageSize = 256

const nextPage = async (
  node: EventStoreNode,
  stream: string,
  after: number,
  signal: AbortSignal,
): Promise<{ readonly notices: Notice[]; readonly seen: number } | StreamEnded> => {
  const found = findStream(node.streams, stream)
  if (found.kind === 'deleted') return { kind: 'stream-deleted' }
  const notices: Notice[] = []
  let seen = after
  // A stream that is not there yet is waited for.
  if (found.kind === 'not-found' || found.state.last <= after) return { notices, seen }
  for (const step of scanStreamForwards(node.log, found.state, after + 1, node.now())) {
    if (step !== 'page') notices.push({ kind: 'event', entry: step })
    else await turn()
    if (notices.length === pageSize || signal.aborted) break
  }
  const last = notices.at(-1)
  if (last?.kind === 'event') seen = revisionOf(last.entry.bytes)
  return { notices, seen }
}

/**
 * Follows a stream from behind revision `after` (-1 is the beginning). Yields a page of notices at a time; returns
 * `stream-deleted` when the stream has been tombstoned, or undefined when aborted.
 */
export async function* subscribeToStream(
  node: EventStoreNode,
  stream: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Notice[], StreamEnded | undefined, undefined> {
  let seen = after
  let live = false
  while (!signal.aborted) {
    const version = node.signal.version()
    const page = await nextPage(node, stream, seen, signal)
    if ('kind' in page) return page
    const { notices } = page
    seen = page.seen
    const atEnd = notices.length < pageSize
    if (!atEnd) live = false
    if (atEnd && !live) {
      live = true
      notices.push({ kind: 'caught-up' })
    }
    if (notices.length > 0) yield notices
    if (atEnd) await node.signal.after(version, signal)
  }
  return undefined
}
