import type { DeleteReq, TombstoneReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Expected } from '../core/check.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { Outcome } from '../core/outcome.ts'
import { encodeDeleted } from './append-replies.ts'
import {
  accessDenied,
  asCallError,
  invalidArgument,
  maximumAppendSizeExceeded,
  notWritten,
  streamDeleted,
  wrongExpectedVersion,
} from './errors.ts'
import type { Guard } from './guard.ts'

type Options = DeleteReq.Options | TombstoneReq.Options

const expectedOf = (options: Options): Expected => {
  if (options.hasAny()) return { kind: 'any' }
  if (options.hasNoStream()) return { kind: 'no-stream' }
  if (options.hasStreamExists()) return { kind: 'stream-exists' }
  return { kind: 'revision', revision: Number(options.getRevision()) }
}

const replyTo = (stream: string, expected: Expected, outcome: Outcome): Buffer => {
  switch (outcome.kind) {
    case 'appended':
      return encodeDeleted(outcome)
    case 'wrong-revision':
      throw wrongExpectedVersion(stream, expected, outcome.actual)
    case 'deleted':
      throw streamDeleted(stream)
    case 'too-large':
      throw maximumAppendSizeExceeded(outcome.maximum)
  }
}

type Change = (stream: string, expected: Expected) => Promise<Outcome>

const changeCall =
  (change: Change, guard: Guard): handleUnaryCall<DeleteReq | TombstoneReq, Buffer> =>
  (call, answer) => {
    const options = call.request.getOptions()
    const name = options?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()
    if (options === undefined || name.length === 0) {
      answer(invalidArgument('A stream name is required.'))
      return
    }
    const stream = Buffer.from(name).toString('utf8')
    if (!guard.may(call, 'delete', stream)) {
      answer(accessDenied())
      return
    }
    const expected = expectedOf(options)
    change(stream, expected)
      .catch((error: unknown) => Promise.reject(notWritten(error)))
      .then((outcome) => answer(null, replyTo(stream, expected, outcome)))
      .catch((error: unknown) => answer(asCallError(error)))
  }

/** Streams.Delete: hides what the stream holds. */
export const deleteCall = (node: EventStoreNode, guard: Guard) =>
  changeCall(node.writer.softDelete, guard)
/** Streams.Tombstone: ends the stream for ever. */
export const tombstoneCall = (node: EventStoreNode, guard: Guard) =>
  changeCall(node.writer.tombstone, guard)
