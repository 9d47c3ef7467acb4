import { createFilter, isShown } from '../core/filter.ts'
import { linkTargetOf } from '../core/links.ts'
import type { EventStoreNode } from '../core/node.ts'
import { findStream, readEventAt, readStreamForwards } from '../core/read-stream.ts'
import type { Entry } from '../store/log.ts'
import { revisionOf, tombstoneRevision } from '../store/record.ts'
import type { GroupSource } from './settings.ts'

/** An event of what a group reads, at its place there: a revision, or a position of `$all`. */
export type Item = { readonly place: number; readonly entry: Entry; readonly wanted: boolean }

export type Page =
  | { readonly kind: 'read'; readonly items: readonly Item[]; readonly atEnd: boolean }
  /** The stream has ended for ever. */
  | { readonly kind: 'stream-deleted' }

/** What a group reads from. Places are exclusive; before the first event is -1. */
export type Source = {
  readonly read: (after: number, limit: number) => Page
  /** The place of the newest event. */
  readonly end: () => number
  /** A committed event as one of this source. */
  readonly item: (entry: Entry) => Item
}

const streamSource = (node: EventStoreNode, stream: string): Source => {
  const item = (entry: Entry): Item => ({ place: revisionOf(entry.bytes), entry, wanted: true })
  return {
    item,
    end: () => node.streams.lastOnDisk(node.streams.get(stream)),
    read: (after, limit) => {
      const found = findStream(node.streams, stream)
      if (found.kind === 'deleted') return { kind: 'stream-deleted' }
      // A stream that is not there yet is waited for.
      if (found.kind === 'not-found') return { kind: 'read', items: [], atEnd: true }
      const items: Item[] = []
      for (const entry of readStreamForwards(node.log, found.state, after + 1, node.now())) {
        items.push(item(entry))
        if (items.length === limit) break
      }
      return { kind: 'read', items, atEnd: items.length < limit }
    },
  }
}

const allSource = (
  node: EventStoreNode,
  filter: (GroupSource & { readonly kind: 'all' })['filter'],
): Source => {
  const wanted = filter === undefined ? isShown : createFilter(filter)
  const item = (entry: Entry): Item => ({
    place: entry.position,
    entry,
    wanted: wanted(entry.bytes),
  })
  return {
    item,
    end: () => node.log.lastPosition() ?? -1,
    read: (after, limit) => {
      const entries = node.log.forwards(after + 1, limit)
      return { kind: 'read', items: entries.map(item), atEnd: entries.length < limit }
    },
  }
}

/** Throws SyntaxError when a filter's expression can't be used. */
export const openSource = (node: EventStoreNode, source: GroupSource): Source =>
  source.kind === 'all' ? allSource(node, source.filter) : streamSource(node, source.stream)

/** Whether an event ends its stream. */
export const endsStream = ({ place }: Item): boolean => place === tombstoneRevision

/** What an entry points at, when links are to be resolved: null when that can't be read, undefined when it is no link. */
export const targetOf = (node: EventStoreNode, { bytes }: Entry): Buffer | null | undefined => {
  const target = linkTargetOf(bytes)
  if (target === undefined) return undefined
  return readEventAt(node.log, node.streams, target.stream, target.revision, node.now()) ?? null
}
