import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js'
import { sizeOf } from '../core/limits.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { Outcome, ProposedEvent } from '../core/outcome.ts'
import { encodeAppended, encodeWrongRevision } from './append-replies.ts'
import { decodeAppendMessage, type AppendTarget } from './append-request.ts'
import {
  asCallError,
  invalidArgument,
  maximumAppendSizeExceeded,
  notWritten,
  streamDeleted,
} from './errors.ts'
import type { Guard } from './guard.ts'

const replyTo = ({ stream, expected }: AppendTarget, outcome: Outcome): Buffer => {
  switch (outcome.kind) {
    case 'appended':
      return encodeAppended(outcome)
    case 'wrong-revision':
      return encodeWrongRevision(expected, outcome.actual)
    case 'deleted':
      throw streamDeleted(stream)
    case 'too-large':
      throw maximumAppendSizeExceeded(outcome.maximum)
  }
}

const withoutOptions = () => invalidArgument('An append must begin with its options.')

/** Streams.Append: one append, an event a message. */
export const appendCall =
  (node: EventStoreNode, guard: Guard) =>
  (call: ServerReadableStream<Buffer, Buffer>, answer: sendUnaryData<Buffer>): void => {
    let target: AppendTarget | undefined
    let answered = false
    let events: ProposedEvent[] = []
    let size = 0
    const reply = (...args: Parameters<sendUnaryData<Buffer>>): void => {
      if (answered) return
      answered = true
      events = []
      answer(...args)
    }
    const fail = (error: unknown): void => reply(asCallError(error))

    const take = (event: ProposedEvent): void => {
      if (target === undefined) throw withoutOptions()
      size += sizeOf([event])
      // At once: what is refused in the end is not to be held until then.
      if (size > node.maximumAppendSize) throw maximumAppendSizeExceeded(node.maximumAppendSize)
      events.push(event)
    }

    call.on('data', (bytes: Buffer) => {
      if (answered) return
      try {
        const message = decodeAppendMessage(bytes)
        if (message.kind === 'event') take(message.event)
        else {
          guard.require(call, 'write', message.target.stream)
          target = message.target
        }
      } catch (error) {
        fail(error)
      }
    })
    call.on('error', fail)
    call.on('end', () => {
      if (answered) return
      const wanted = target
      if (wanted === undefined) {
        fail(withoutOptions())
        return
      }
      node.writer
        .append(wanted.stream, events, wanted.expected)
        .catch((error: unknown) => Promise.reject(notWritten(error)))
        .then((outcome) => reply(null, replyTo(wanted, outcome)))
        .catch(fail)
    })
  }
