import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { linkTargetOf } from '../core/links.ts'
import type { EventStoreNode } from '../core/node.ts'
import { canReadFrom, scanAllBackwards, scanAllForwards } from '../core/read-all.ts'
import {
  findStream,
  readEventAt,
  scanStreamBackwards,
  scanStreamForwards,
} from '../core/read-stream.ts'
import type { Step } from '../core/steps.ts'
import type { Entry } from '../store/log.ts'
import { subscribeToAll, type Notice } from '../subscriptions/subscribe-all.ts'
import { subscribeToStream } from '../subscriptions/subscribe-stream.ts'
import { asCallError, invalidPosition, shuttingDown, streamDeleted } from './errors.ts'
import type { Guard } from './guard.ts'
import type { OpenCalls } from './open-calls.ts'
import { readOptionsOf, type ReadOptions } from './read-options.ts'
import {
  encodeCaughtUp,
  encodeCheckpoint,
  encodeConfirmation,
  encodeEvent,
  encodeLink,
  encodeStreamNotFound,
} from './read-replies.ts'

type Call = ServerWritableStream<ReadReq, Buffer>

/** Writes, and waits while the reader has not taken what was written before. */
const send = async (call: Call, bytes: Buffer, signal: AbortSignal): Promise<void> => {
  if (call.write(bytes) || signal.aborted) return
  await new Promise<void>((resolve) => {
    const resume = () => {
      call.off('drain', resume)
      signal.removeEventListener('abort', resume)
      resolve()
    }
    call.on('drain', resume)
    signal.addEventListener('abort', resume)
  })
}

type Encode = (entry: Entry) => Buffer
/** Whether the caller may read a stream that a link points into. */
type MayRead = (stream: string) => boolean

const encoder =
  (node: EventStoreNode, { resolveLinks, ids }: ReadOptions, mayRead: MayRead): Encode =>
  ({ bytes, position }) => {
    const target = resolveLinks ? linkTargetOf(bytes) : undefined
    if (target === undefined) return encodeEvent(bytes, position, ids)
    const { stream, revision } = target
    const found = mayRead(stream)
      ? readEventAt(node.log, node.streams, stream, revision, node.now())
      : undefined
    return encodeLink(found, bytes, position, ids)
  }

/** The steps of a read that ends; undefined when there is no such stream. */
const stepsOf = (node: EventStoreNode, options: ReadOptions): Iterable<Step> | undefined => {
  const { source, direction } = options
  const forwards = direction === 'forwards'
  if (source.kind === 'all') {
    if (!canReadFrom(node.log, source.from, direction)) throw invalidPosition()
    const scan = forwards ? scanAllForwards : scanAllBackwards
    return scan(node.log, source.from, source.wanted)
  }
  const found = findStream(node.streams, source.stream)
  if (found.kind === 'deleted') throw streamDeleted(source.stream)
  if (found.kind === 'not-found') return undefined
  const scan = forwards ? scanStreamForwards : scanStreamBackwards
  return scan(node.log, found.state, source.from, node.now())
}

const read = async (
  node: EventStoreNode,
  call: Call,
  options: ReadOptions,
  limit: number,
  encode: Encode,
  signal: AbortSignal,
): Promise<void> => {
  const steps = stepsOf(node, options)
  if (steps === undefined) {
    const stream = options.source.kind === 'stream' ? options.source.stream : '$all'
    await send(call, encodeStreamNotFound(stream), signal)
    return
  }
  if (limit <= 0) return
  let sent = 0
  for (const step of steps) {
    if (step === 'page') {
      await turn()
      if (signal.aborted) return
    } else {
      await send(call, encode(step), signal)
      if (signal.aborted || ++sent >= limit) return
    }
  }
}

const noticesOf = (
  node: EventStoreNode,
  { source }: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly Notice[], unknown, undefined> => {
  if (source.kind === 'all') {
    if (!canReadFrom(node.log, source.from, 'forwards')) throw invalidPosition()
    const after = source.from === 'start' ? 0 : source.from
    return subscribeToAll(node, {
      ...source,
      after: after === 'end' ? (node.log.lastPosition() ?? 0) : after,
      signal,
    })
  }
  const { stream, from } = source
  const last = () => node.streams.lastOnDisk(node.streams.get(stream))
  const after = from === 'start' ? -1 : from === 'end' ? last() : from
  return subscribeToStream(node, stream, after, signal)
}

const subscribe = async (
  node: EventStoreNode,
  call: Call,
  options: ReadOptions,
  encode: Encode,
  signal: AbortSignal,
): Promise<void> => {
  const notices = noticesOf(node, options, signal)
  const encodeNotice = (notice: Notice): Buffer => {
    switch (notice.kind) {
      case 'event':
        return encode(notice.entry)
      case 'checkpoint':
        return encodeCheckpoint(notice.position)
      case 'caught-up':
        return encodeCaughtUp()
    }
  }
  await send(call, encodeConfirmation(randomUUID()), signal)
  for await (const page of notices) {
    for (const notice of page) {
      if (signal.aborted) return
      await send(call, encodeNotice(notice), signal)
    }
  }
  if (!signal.aborted && options.source.kind === 'stream') {
    throw streamDeleted(options.source.stream)
  }
}

/** Why a call's signal is aborted. One for all: by default each would make an exception with a stack. */
const ended = new Error('The call has ended')

/** Streams.Read: a read that ends, or a subscription. */
export const readCall =
  (node: EventStoreNode, open: OpenCalls, guard: Guard) =>
  (call: Call): void => {
    const aborting = new AbortController()
    const { signal } = aborting
    const close = open.add(() => {
      call.emit('error', shuttingDown())
      aborting.abort(ended)
    })
    const stop = () => {
      close()
      aborting.abort(ended)
    }
    call.on('cancelled', stop)
    call.on('close', stop)
    const run = async (): Promise<void> => {
      const options = readOptionsOf(call.request)
      const { source, limit } = options
      const mayRead: MayRead = (stream) => guard.may(call, 'read', stream)
      guard.require(call, 'read', source.kind === 'all' ? '$all' : source.stream)
      const encode = encoder(node, options, mayRead)
      if (limit === 'subscribe') await subscribe(node, call, options, encode, signal)
      else await read(node, call, options, limit, encode, signal)
    }
    run()
      .then(() => {
        if (!signal.aborted) call.end()
      })
      .catch((error: unknown) => {
        if (!signal.aborted) call.emit('error', asCallError(error))
      })
      .finally(close)
  }
