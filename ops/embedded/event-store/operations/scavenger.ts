import { randomUUID } from 'node:crypto'
import { isHidden } from '../core/hidden.ts'
import type { EventStoreNode } from '../core/node.ts'
import { createScavengeLog, type ScavengeResult } from './scavenge-log.ts'

export type Scavenger = {
  /** Begins a scavenge, unless one is under way. */
  readonly start: () => { readonly kind: 'started' | 'in-progress'; readonly id: string }
  /** Ends it after the chunk it is at. False when no scavenge of that id is under way. */
  readonly stop: (id: string) => boolean
  readonly close: () => Promise<void>
}

type Running = {
  readonly id: string
  readonly abort: AbortController
  readonly done: Promise<void>
  /** All that is left is to write down how it ended, which can be read before this process hears that it is written. */
  readonly isOver?: boolean
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Scavenges one at a time, while the node is read and written. One that a crash ended is told to have failed. */
export const createScavenger = (node: EventStoreNode): Scavenger => {
  const journal = createScavengeLog(node)
  let running: Running | undefined

  const run = async (id: string, signal: AbortSignal): Promise<void> => {
    const begun = performance.now()
    const tookMs = (): number => performance.now() - begun
    let removedBytes = 0
    let end: { readonly result: ScavengeResult; readonly error?: string }
    try {
      await journal.started(id)
      await node.log.scavenge({
        isKept: (entry) => !isHidden(node.streams, entry, node.now()),
        signal,
        onChunk: async (report) => {
          removedBytes += report.removedBytes
          await journal.chunksDone(id, report, tookMs())
        },
      })
      end = { result: signal.aborted ? 'Stopped' : 'Success' }
    } catch (error) {
      end = { result: 'Errored', error: messageOf(error) }
    }
    if (running?.id === id) running = { ...running, isOver: true }
    await journal.completed(id, { ...end, tookMs: tookMs(), removedBytes })
  }

  const left = journal.unfinished()
  const mended =
    left === undefined
      ? Promise.resolve()
      : journal
          .completed(left, {
            result: 'Errored',
            error: 'The node was restarted.',
            tookMs: 0,
            removedBytes: 0,
          })
          .catch(() => undefined)

  return {
    start: () => {
      if (running !== undefined) return { kind: 'in-progress', id: running.id }
      const id = randomUUID()
      const abort = new AbortController()
      const done = mended
        .then(() => run(id, abort.signal))
        // What can't be written down about it is no reason to end the node.
        .catch(() => undefined)
        .finally(() => (running = undefined))
      running = { id, abort, done }
      return { kind: 'started', id }
    },
    stop: (id) => {
      if (running?.id !== id || running.isOver === true) return false
      running.abort.abort()
      return true
    },
    close: async () => {
      running?.abort.abort()
      await mended
      await running?.done
    },
  }
}
