import type { AppendLane } from './append-lane.ts'
import { EventStoreRefused } from './errors.ts'
import { unavailable, uncertain } from './failure.ts'
import { retrying, type TransientFailure } from './retry.ts'
import type { AppendResult, EventStore, NewEvent } from './types.ts'
import type { BatchAppendReply, EncodedEvent, ExpectedRevision } from './wire/append.ts'

const encode = (event: NewEvent): EncodedEvent => ({
  id: event.id,
  type: event.type,
  data: JSON.stringify(event.data),
  metadata: JSON.stringify(event.metadata),
})

/** `Timeout` means that the server let the append's deadline pass: it may be tried again. */
const resultOf = (stream: string, reply: BatchAppendReply): AppendResult => {
  const { error, revision, position } = reply
  if (error === undefined) {
    return { kind: 'appended', revision: revision ?? 0n, position: position ?? 0n }
  }
  switch (error.type) {
    case 'WrongExpectedVersion':
      return error.actual === undefined
        ? { kind: 'wrong-revision' }
        : { kind: 'wrong-revision', actual: error.actual }
    case 'StreamDeleted':
      return { kind: 'stream-deleted' }
    case 'Timeout':
      throw new Error(`The event store let the deadline of an append to ${stream} pass`)
    case 'MaximumAppendSizeExceeded':
      throw new EventStoreRefused('maximum-append-size-exceeded', error.message)
    case 'AccessDenied':
      throw new EventStoreRefused('access-denied', error.message)
    default:
      throw new EventStoreRefused(error.type, error.message)
  }
}

const gaveUp = (stream: string) => (failures: readonly TransientFailure[]) => {
  const last = failures.at(-1)?.cause
  return failures.every((failure) => failure.unsent) ? unavailable(last) : uncertain(stream, last)
}

/** Appends until it is known what became of it, or the deadline passes. */
export const appendEncoded = (
  lane: AppendLane,
  deadlineMs: number,
  stream: string,
  events: readonly EncodedEvent[],
  expected: ExpectedRevision,
): Promise<AppendResult> =>
  retrying(
    deadlineMs,
    async () => resultOf(stream, await lane(stream, events, expected)),
    gaveUp(stream),
  )

export const createAppend =
  (lane: AppendLane, deadlineMs: number): EventStore['append'] =>
  async (stream, events, expected) => {
    if (events.length === 0) throw new RangeError(`Nothing to append to ${stream}`)
    return appendEncoded(lane, deadlineMs, stream, events.map(encode), expected)
  }
