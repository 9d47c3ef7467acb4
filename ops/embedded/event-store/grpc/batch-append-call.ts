import type { ServerDuplexStream } from '@grpc/grpc-js'
import { sizeOf } from '../core/limits.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { Outcome, ProposedEvent } from '../core/outcome.ts'
import { encodeBatchAppended, encodeBatchError } from './append-replies.ts'
import { decodeBatchFragment, type AppendTarget, type BatchFragment } from './append-request.ts'
import { asCallError, invalidArgument, notWritten, shuttingDown } from './errors.ts'
import type { Guard } from './guard.ts'
import type { OpenCalls } from './open-calls.ts'

/** An append whose fragments are still coming. */
type Gathering = {
  target: AppendTarget | undefined
  problem: unknown
  events: ProposedEvent[]
  /** As `sizeOf` counts. */
  size: number
  /** Refused before its end: what still comes of it is passed over. */
  answered: boolean
}

const messageOf = (problem: unknown): string =>
  problem instanceof Error ? problem.message : 'The append could not be understood.'

const replyTo = (
  correlationId: string,
  { stream, expected }: AppendTarget,
  outcome: Outcome,
): Buffer => {
  switch (outcome.kind) {
    case 'appended':
      return encodeBatchAppended(correlationId, stream, outcome)
    case 'wrong-revision':
      return encodeBatchError(correlationId, stream, { ...outcome, expected })
    case 'deleted':
    case 'too-large':
      return encodeBatchError(correlationId, stream, outcome)
  }
}

const gather = (gathered: Map<string, Gathering>, fragment: BatchFragment): Gathering => {
  const append = gathered.get(fragment.correlationId) ?? {
    target: undefined,
    problem: undefined,
    events: [],
    size: 0,
    answered: false,
  }
  if (fragment.isFinal) gathered.delete(fragment.correlationId)
  else gathered.set(fragment.correlationId, append)
  if (append.answered) return append
  append.target ??= fragment.target
  append.problem ??= fragment.problem
  append.size += sizeOf(fragment.events)
  if (append.problem !== undefined) append.events = []
  // One by one: a fragment may hold more events than a call takes arguments.
  else for (const event of fragment.events) append.events.push(event)
  return append
}

/** Streams.BatchAppend: appends side by side on one call, answered each when it is on disk. */
export const batchAppendCall =
  (node: EventStoreNode, open: OpenCalls, guard: Guard) =>
  (call: ServerDuplexStream<Buffer, Buffer>): void => {
    const gathered = new Map<string, Gathering>()
    let underWay = 0
    let ended = false
    const close = open.add(() => call.emit('error', shuttingDown()))
    const endWhenIdle = () => {
      if (!ended || underWay > 0) return
      close()
      call.end()
    }

    const carryOut = async (correlationId: string, append: Gathering): Promise<Buffer> => {
      const { target, problem, events } = append
      if (target === undefined || problem !== undefined) {
        const wrong = problem ?? invalidArgument('An append must have options.')
        const message = messageOf(wrong)
        return encodeBatchError(correlationId, target?.stream ?? '', { kind: 'refused', message })
      }
      if (target.deadlineMs !== undefined && target.deadlineMs <= node.now()) {
        return encodeBatchError(correlationId, target.stream, { kind: 'timeout' })
      }
      if (!guard.may(call, 'write', target.stream)) {
        return encodeBatchError(correlationId, target.stream, { kind: 'access-denied' })
      }
      const outcome = await node.writer.append(target.stream, events, target.expected)
      return replyTo(correlationId, target, outcome)
    }

    call.on('data', (bytes: Buffer) => {
      let fragment: BatchFragment
      try {
        fragment = decodeBatchFragment(bytes)
      } catch (error) {
        call.emit('error', asCallError(error))
        return
      }
      const append = gather(gathered, fragment)
      // What is refused for its size is refused at once, and not held until its end.
      const tooLarge = append.size > node.maximumAppendSize
      if (append.answered || !(fragment.isFinal || tooLarge)) return
      underWay++
      const carriedOut = carryOut(fragment.correlationId, append)
      append.answered = true
      append.events = []
      carriedOut
        .then((reply) => void call.write(reply))
        // Nobody can say what became of this append but the log, once it can be read again.
        .catch((error: unknown) => void call.emit('error', notWritten(error)))
        .finally(() => {
          underWay--
          endWhenIdle()
        })
    })
    call.on('end', () => {
      ended = true
      endWhenIdle()
    })
    call.on('cancelled', close)
    call.on('close', close)
  }
