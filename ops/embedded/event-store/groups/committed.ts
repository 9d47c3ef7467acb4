import { setImmediate as turn } from 'node:timers/promises'
import type { EventStoreNode } from '../core/node.ts'
import type { Entry } from '../store/log.ts'

const pageSize = 256

/** Hands on every event that is committed from now on, in order, until aborted. */
export const followCommits = async (
  node: EventStoreNode,
  handle: (entry: Entry) => void,
  aborted: AbortSignal,
): Promise<void> => {
  let seen = node.log.lastPosition() ?? 0
  while (!aborted.aborted) {
    const version = node.signal.version()
    const page = node.log.forwards(seen + 1, pageSize)
    for (const entry of page) {
      handle(entry)
      seen = entry.position
    }
    if (page.length < pageSize) await node.signal.after(version, aborted)
    else await turn()
  }
}
