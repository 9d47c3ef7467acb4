import { isHidden } from '../embedded/event-store/core/hidden.ts'
import { openNode } from '../embedded/event-store/core/node.ts'
import { lockDirectory } from '../embedded/event-store/lock.ts'
import { requireStore } from './log-files.ts'
import type { ScavengeReport } from './online-scavenge.ts'
import type { OnStep } from '../progress/step.ts'

/** Scavenges a directory on which no node runs. Throws DirectoryInUse, StoreDamaged, StoreToolError. */
export const scavengeOffline = async (
  directory: string,
  onStep: OnStep,
): Promise<ScavengeReport> => {
  requireStore(directory)
  const unlock = lockDirectory(directory)
  try {
    const node = openNode(directory)
    let removedBytes = 0
    try {
      const total = node.log.end()
      await node.log.scavenge({
        isKept: (entry) => !isHidden(node.streams, entry, node.now()),
        signal: new AbortController().signal,
        onChunk: ({ end, removedBytes: removed }) => {
          removedBytes += removed
          onStep({ phase: 'scavenge', done: end, total, unit: 'bytes' })
        },
      })
    } finally {
      await node.close()
    }
    return { id: 'offline', result: 'Success', removedBytes }
  } finally {
    unlock()
  }
}
