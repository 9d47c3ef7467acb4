import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EventStoreNode } from '../core/node.ts'
import { readCheckpoint, writeCheckpoint } from './catalogue.ts'
import { createEmitter } from './emitter.ts'
import type { StandardProjection } from './standard.ts'
import type { ProjectionVersion } from './tag.ts'

/** A projection that follows the log. */
export type ProjectionRun = {
  /** Up to where everything is emitted. */
  readonly position: () => number
  readonly checkpoint: () => number
  readonly processed: () => number
  readonly workMs: () => number
  /** Why it stopped by itself. */
  readonly fault: () => Error | undefined
  /** Finishes the page at hand, and notes how far it came if that is wanted. */
  readonly stop: (checkpoint: boolean) => Promise<void>
}

const pageSize = 256
/** How much is done over, at most, after a kill. It is looked at again, not emitted again. */
const eventsPerCheckpoint = 4_000

/** Starts a projection where its last checkpoint left it. */
export const runProjection = (
  node: EventStoreNode,
  projection: StandardProjection,
  version: ProjectionVersion,
): ProjectionRun => {
  const { name } = projection
  const emitPage = createEmitter(node, projection, version)
  const stopping = new AbortController()
  const { signal } = stopping
  let checkpoint = readCheckpoint(node, name, version)
  let position = checkpoint
  let processed = 0
  let uncounted = 0
  let workMs = 0
  let fault: Error | undefined

  const note = async (): Promise<void> => {
    if (position === checkpoint) return
    await writeCheckpoint(node, name, version, position)
    checkpoint = position
    uncounted = 0
  }

  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      const seen = node.signal.version()
      const begun = performance.now()
      const page = node.log.forwards(position + 1, pageSize)
      await emitPage(page)
      position = page.at(-1)?.position ?? position
      processed += page.length
      uncounted += page.length
      if (uncounted >= eventsPerCheckpoint) await note()
      workMs += performance.now() - begun
      // A page that gives nothing to emit must not keep the others waiting.
      if (page.length < pageSize) await node.signal.after(seen, signal)
      else await nextTurn()
    }
  }

  const ended = follow().catch((error: unknown) => {
    fault = error instanceof Error ? error : new Error(String(error))
  })

  return {
    position: () => position,
    checkpoint: () => checkpoint,
    processed: () => processed,
    workMs: () => workMs,
    fault: () => fault,
    stop: async (wanted) => {
      stopping.abort()
      await ended
      if (wanted && fault === undefined) await note()
    },
  }
}
