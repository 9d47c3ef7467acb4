import { randomUUID } from 'node:crypto'
import type { EventStoreNode } from '../core/node.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { findStream, readStreamBackwards } from '../core/read-stream.ts'
import { linkTargetOf } from '../core/links.ts'
import { typeOf } from '../store/record.ts'
import type { ScavengedChunks } from '../store/scavenge.ts'

/** How a scavenge ended. */
export type ScavengeResult = 'Success' | 'Stopped' | 'Errored'

/** What is written about scavenges: a stream each, and one that links to where each began and ended. */
export type ScavengeLog = {
  readonly started: (id: string) => Promise<void>
  readonly chunksDone: (id: string, report: ScavengedChunks, tookMs: number) => Promise<void>
  readonly completed: (
    id: string,
    end: {
      readonly result: ScavengeResult
      readonly error?: string
      readonly tookMs: number
      readonly removedBytes: number
    },
  ) => Promise<void>
  /** The id of a scavenge that a crash left without an end. */
  readonly unfinished: () => string | undefined
}

const directory = '$scavenges'
const prefix = `${directory}-`
const any = { kind: 'any' } as const
const none = Buffer.alloc(0)

const event = (type: string, data: object | string): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: typeof data === 'string' ? 'application/octet-stream' : 'application/json',
  metadata: none,
  data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
})

/** As .NET writes a time span. */
const span = (ms: number): string => {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  const seconds = ms / 1000
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${String(Math.floor(ms % 1000) * 10_000).padStart(7, '0')}`
}

const lastOf = (node: EventStoreNode, stream: string): Buffer | undefined => {
  const found = findStream(node.streams, stream)
  if (found.kind !== 'found') return undefined
  return readStreamBackwards(node.log, found.state, 'end', node.now()).next().value?.bytes
}

export const createScavengeLog = (node: EventStoreNode): ScavengeLog => {
  const write = async (id: string, type: string, data: object): Promise<number> => {
    const outcome = await node.writer.append(
      `${prefix}${id}`,
      [event(type, { scavengeId: id, nodeEndpoint: 'embedded', ...data })],
      any,
    )
    return outcome.kind === 'appended' ? outcome.revision : 0
  }
  const link = async (id: string, revision: number): Promise<void> => {
    await node.writer.append(directory, [event('$>', `${revision}@${prefix}${id}`)], any)
  }
  return {
    started: async (id) =>
      link(id, await write(id, '$scavengeStarted', { startFromChunk: 0, threads: 1 })),
    chunksDone: async (id, { base, end, removedEvents, removedBytes }, tookMs) => {
      await write(id, '$scavengeChunksCompleted', {
        startPosition: base,
        endPosition: end,
        timeTaken: span(tookMs),
        wasScavenged: removedEvents > 0,
        spaceSaved: removedBytes,
        eventsRemoved: removedEvents,
      })
    },
    completed: async (id, { result, error = '', tookMs, removedBytes }) => {
      const data = { result, error, timeTaken: span(tookMs), spaceSaved: removedBytes }
      await link(id, await write(id, '$scavengeCompleted', data))
    },
    unfinished: () => {
      const last = lastOf(node, directory)
      const target = last === undefined ? undefined : linkTargetOf(last)?.stream
      if (target?.startsWith(prefix) !== true) return undefined
      const end = lastOf(node, target)
      const isOver = end === undefined || typeOf(end) === '$scavengeCompleted'
      return isOver ? undefined : target.slice(prefix.length)
    },
  }
}
