import { randomUUID } from 'node:crypto'
import type { AppendCall, Channel } from './channel.ts'
import { EventStoreRefused } from './errors.ts'
import {
  decodeBatchAppendReply,
  encodeBatchAppend,
  type BatchAppendReply,
  type EncodedEvent,
  type ExpectedRevision,
} from './wire/append.ts'

/** Sends appends side by side over one open call, whose failure fails what is pending on it and nothing else. */
export type AppendLane = (
  stream: string,
  events: readonly EncodedEvent[],
  expected: ExpectedRevision,
) => Promise<BatchAppendReply>

type Pending = {
  readonly resolve: (reply: BatchAppendReply) => void
  readonly reject: (error: unknown) => void
  readonly timer: NodeJS.Timeout
}
type Lane = { readonly call: AppendCall; readonly pending: Map<string, Pending> }

/** A server takes 4 MiB in a message and 1 MiB in an append; what is far above would end the whole call. */
const longestMessage = 3 * 1024 * 1024

const openLane = async (channel: Channel, onEnd: () => void): Promise<Lane> => {
  const call = await channel.openAppend()
  const pending = new Map<string, Pending>()
  const fail = (error: unknown) => {
    onEnd()
    for (const waiting of pending.values()) {
      clearTimeout(waiting.timer)
      waiting.reject(error)
    }
    pending.clear()
  }
  const settle = (reply: BatchAppendReply): void => {
    const waiting = pending.get(reply.correlationId)
    if (waiting === undefined) return
    pending.delete(reply.correlationId)
    clearTimeout(waiting.timer)
    waiting.resolve(reply)
  }
  call.on('data', (bytes: Buffer) => {
    try {
      settle(decodeBatchAppendReply(bytes))
    } catch (cause) {
      // Whose answer it was cannot be read either: none that waits knows what became of its append.
      fail(new Error('An answer to an append cannot be read', { cause }))
      call.cancel()
    }
  })
  call.on('error', fail)
  call.on('end', () => fail(new Error('The append call was closed by the server')))
  return { call, pending }
}

const timedOut = () => new Error('No answer to an append in time')

/** `attemptMs` bounds one append; the server is told the same deadline, so that a late one is not carried out. */
export const createAppendLane = (channel: Channel, attemptMs: number): AppendLane => {
  let current: Promise<Lane> | undefined
  const lane = (): Promise<Lane> => {
    if (current !== undefined) return current
    const forget = () => {
      if (current === opening) current = undefined
    }
    const opening: Promise<Lane> = openLane(channel, forget)
    opening.catch(forget)
    current = opening
    return opening
  }

  return async (stream, events, expected) => {
    const correlationId = randomUUID()
    const deadline = new Date(Date.now() + attemptMs)
    const message = encodeBatchAppend({ correlationId, stream, expected, deadline, events })
    if (message.length > longestMessage) {
      throw new EventStoreRefused(
        'maximum-append-size-exceeded',
        `An append of ${message.length} bytes to ${stream} is too large`,
      )
    }
    const { call, pending } = await lane()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        pending.delete(correlationId)
        reject(timedOut())
      }, attemptMs)
      pending.set(correlationId, { resolve, reject, timer })
      call.write(message)
    })
  }
}
