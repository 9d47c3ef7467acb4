import { randomUUID } from 'node:crypto'
import { createCommitter } from '../store/committer.ts'
import type { Log } from '../store/log.ts'
import { idOf, tombstoneRevision } from '../store/record.ts'
import { checkAppend, type Decision, type Expected, type Known } from './check.ts'
import type { EventIds } from './event-ids.ts'
import { sizeOf } from './limits.ts'
import type { Outcome, ProposedEvent } from './outcome.ts'
import { createPlacing, type PlacedWrite } from './placing.ts'
import { softDeleteMetadata } from './retention.ts'
import type { Signal } from './signal.ts'
import {
  isMetastream,
  metastreamOf,
  streamOfMetastream,
  type StreamState,
  type Streams,
} from './streams.ts'
import { createSystemEvents, tombstone } from './system-events.ts'

export type Writer = {
  readonly append: (
    stream: string,
    events: readonly ProposedEvent[],
    expected: Expected,
  ) => Promise<Outcome>
  /** Hides what the stream holds; its next append goes on from there. */
  readonly softDelete: (stream: string, expected: Expected) => Promise<Outcome>
  /** Ends the stream for ever. */
  readonly tombstone: (stream: string, expected: Expected) => Promise<Outcome>
  /** Resolves when nothing is left to write. */
  readonly drained: () => Promise<void>
}

export type WriterParts = {
  readonly log: Log
  readonly streams: Streams
  readonly ids: EventIds
  readonly signal: Signal
  readonly now: () => number
  /** In bytes, as `sizeOf` counts. */
  readonly maximumAppendSize: number
}

/** Decides on every change in order, at once and in memory, and answers when it is on disk. */
export const createWriter = (parts: WriterParts): Writer => {
  const { log, streams, ids, signal, now, maximumAppendSize } = parts
  const placing = createPlacing(log, streams, ids, now)
  const system = createSystemEvents(streams, placing)
  const committer = createCommitter(
    log,
    (writes) => {
      if (writes.length > 0) signal.wake()
    },
    () => {
      // What memory knows beyond the disk never happened.
      streams.reset()
      ids.reset()
      placing.reset()
    },
  )

  const ownerOf = (state: StreamState): StreamState =>
    isMetastream(state.name) ? streams.get(streamOfMetastream(state.name)) : state

  /** Until the commit these states are known in memory alone, a metastream's meaning for its stream included. */
  const submit = async (writes: readonly PlacedWrite[]): Promise<void> => {
    const states = new Set(writes.flatMap(({ state }) => [state, ownerOf(state)]))
    for (const state of states) state.inFlight++
    try {
      await committer.submit(writes)
    } finally {
      for (const state of states) state.inFlight--
    }
  }

  const hasMetadata = (state: StreamState): boolean =>
    !isMetastream(state.name) && streams.get(metastreamOf(state.name)).last >= 0

  const idOnDisk = (state: StreamState, revision: number): string | undefined => {
    const position = state.id === undefined ? undefined : log.positionOf(state.id, revision)
    const bytes = position === undefined ? undefined : log.get(position)
    return bytes === undefined ? undefined : idOf(bytes)
  }

  const decide = (
    state: StreamState,
    expected: Expected,
    eventIds: readonly string[],
  ): Decision => {
    if (ownerOf(state).tombstoned) return { kind: 'deleted' }
    const revisionOf = (id: string) => ids.revisionOf(state.name, id)
    const known: Known = {
      revisionOf,
      // What is still being written can only be remembered.
      idAt: (revision) =>
        eventIds.find((id) => revisionOf(id) === revision) ?? idOnDisk(state, revision),
      hasMetadata: () => hasMetadata(state),
    }
    return checkAppend(state, expected, eventIds, known)
  }

  /** An answer about a state that is not on disk yet waits until it is. */
  const answer = async (
    state: StreamState,
    decision: Exclude<Decision, { kind: 'write' }>,
  ): Promise<Outcome> => {
    const actual = state.last
    if (ownerOf(state).inFlight > 0) await committer.submit([])
    switch (decision.kind) {
      case 'wrong-revision':
        return { kind: 'wrong-revision', actual }
      case 'deleted':
        return { kind: 'deleted' }
      case 'repeated': {
        const { last: revision } = decision
        const position = state.id === undefined ? undefined : log.positionOf(state.id, revision)
        return { kind: 'appended', revision, ...(position === undefined ? {} : { position }) }
      }
    }
  }

  const finish = async (
    writes: readonly PlacedWrite[],
    told: PlacedWrite | undefined,
    revision: number,
  ): Promise<Outcome> => {
    await submit(writes)
    return told === undefined
      ? { kind: 'appended', revision }
      : { kind: 'appended', revision: told.revision, position: told.position }
  }

  return {
    append: (stream, events, expected) => {
      if (sizeOf(events) > maximumAppendSize) {
        return Promise.resolve({ kind: 'too-large', maximum: maximumAppendSize })
      }
      const state = streams.get(stream)
      const eventIds = events.map(({ id }) => id)
      const decision = decide(state, expected, eventIds)
      if (decision.kind !== 'write') return answer(state, decision)
      const before = events.length === 0 ? [] : system.undelete(state)
      const written = placing.behind(state, events)
      const after = isMetastream(stream) ? system.applyMetadata(stream, events) : []
      return finish([...before, ...written, ...after], written.at(-1), state.last)
    },
    softDelete: (stream, expected) => {
      const state = streams.get(stream)
      const decision = decide(state, expected, [randomUUID()])
      if (decision.kind !== 'write') return answer(state, decision)
      if (state.last < 0 && !hasMetadata(state)) return answer(state, { kind: 'wrong-revision' })
      const written = system.metadata(stream, softDeleteMetadata)
      return finish(written, written.at(-1), state.last)
    },
    tombstone: (stream, expected) => {
      const state = streams.get(stream)
      const decision = decide(state, expected, [randomUUID()])
      if (decision.kind !== 'write') return answer(state, decision)
      const written = placing.at(state, tombstone(), tombstoneRevision)
      state.tombstoned = true
      return finish([written], written, state.last)
    },
    drained: committer.drained,
  }
}
