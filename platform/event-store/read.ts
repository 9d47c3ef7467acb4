import { sharedCalls } from '../concurrency/shared-calls.ts'
import type { Channel } from './channel.ts'
import { failureOf, unavailable } from './failure.ts'
import { receive } from './received.ts'
import { recordedOf } from './recorded.ts'
import { retrying } from './retry.ts'
import type { EventStore, ReadStreamOptions, RecordedEvent } from './types.ts'
import { decodeReadReply, type ReadReply } from './wire/read-reply.ts'
import { encodeReadRequest, type ReadRequest } from './wire/read-request.ts'

/** What "no limit" is on the wire. */
const unlimited = Number.MAX_SAFE_INTEGER

/**
 * The messages of an open read, as many at a time as came; no more are fetched than a little ahead of the caller. Ends
 * the call when the caller stops, whatever the reason.
 */
export async function* messagesOf(
  channel: Channel,
  request: ReadRequest,
  signal?: AbortSignal,
): AsyncGenerator<readonly ReadReply[], void, undefined> {
  const call = await channel.openRead(encodeReadRequest(request))
  const cancel = () => call.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted === true) cancel()
  try {
    for await (const messages of receive(call)) yield messages.map(decodeReadReply)
  } finally {
    signal?.removeEventListener('abort', cancel)
    call.cancel()
  }
}

const collect = async (
  channel: Channel,
  request: ReadRequest,
  events: RecordedEvent[],
): Promise<void> => {
  try {
    for await (const replies of messagesOf(channel, request)) {
      for (const reply of replies) if (reply.kind === 'event') events.push(recordedOf(reply.event))
    }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'refused' && failure.reason === 'stream-deleted') return
    throw error
  }
}

const gaveUp = (failures: readonly { readonly cause: unknown }[]) =>
  unavailable(failures.at(-1)?.cause)

const step = (direction: ReadRequest['direction']) => (direction === 'forwards' ? 1n : -1n)

/** A read that fails on its way goes on after the last event that came. */
const readStream =
  (channel: Channel, deadlineMs: number): EventStore['read'] =>
  async (stream, { from, maxCount = unlimited, direction = 'forwards' } = {}) => {
    const events: RecordedEvent[] = []
    await retrying(
      deadlineMs,
      async () => {
        const last = events.at(-1)
        const next = last === undefined ? from : last.revision + step(direction)
        const count = maxCount - events.length
        if (count <= 0 || (next !== undefined && next < 0n)) return
        await collect(
          channel,
          {
            source: { stream },
            from: next ?? (direction === 'forwards' ? 'start' : 'end'),
            direction,
            limit: { count },
          },
          events,
        )
      },
      gaveUp,
    )
    return events
  }

/** A stream that hundreds a second look at is read a hundred times a second. */
const readsApartMs = 10

const keyOf = (stream: string, { from, maxCount, direction }: ReadStreamOptions): string =>
  `${stream}\n${from ?? ''}\n${maxCount ?? ''}\n${direction ?? ''}`

/** Equal reads share a call: many commands at a time look at the same streams. */
export const createRead = (channel: Channel, deadlineMs: number): EventStore['read'] => {
  const read = readStream(channel, deadlineMs)
  const share = sharedCalls<readonly RecordedEvent[]>(readsApartMs)
  return (stream, options = {}) => share(keyOf(stream, options), () => read(stream, options))
}

/** On the wire a forwards read begins with the event at its position; the caller has seen that one. */
export const createReadAll =
  (channel: Channel, deadlineMs: number): EventStore['readAll'] =>
  async ({ from, maxCount, direction = 'forwards', filter }) => {
    if (maxCount <= 0) return []
    const inclusive = direction === 'forwards' && from !== undefined
    const request: ReadRequest = {
      source: 'all',
      from: from ?? (direction === 'forwards' ? 'start' : 'end'),
      direction,
      limit: { count: inclusive ? maxCount + 1 : maxCount },
      ...(filter === undefined ? {} : { filter }),
    }
    return retrying(
      deadlineMs,
      async () => {
        const events: RecordedEvent[] = []
        await collect(channel, request, events)
        if (inclusive && events[0]?.position === from) events.shift()
        return events.slice(0, maxCount)
      },
      gaveUp,
    )
  }
