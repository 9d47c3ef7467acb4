import type { Channel } from './channel.ts'
import { failureOf, refusedBy } from './failure.ts'
import { messagesOf } from './read.ts'
import { recordedOf } from './recorded.ts'
import { pause, pauseAfter } from './retry.ts'
import type { AllFilter, EventStore, SubscriptionMessage } from './types.ts'
import type { ReadReply } from './wire/read-reply.ts'

const userStreams: AllFilter = { on: 'stream', regex: '^[^$].*' }

const messageOf = (reply: ReadReply): SubscriptionMessage | undefined => {
  switch (reply.kind) {
    case 'event':
      return { kind: 'event', event: recordedOf(reply.event) }
    case 'checkpoint':
    case 'caught-up':
      return reply
    case 'stream-not-found':
    case 'other':
      return undefined
  }
}

const positionOf = (message: SubscriptionMessage): bigint | undefined => {
  switch (message.kind) {
    case 'event':
      return message.event.position
    case 'checkpoint':
      return message.position
    case 'caught-up':
      return undefined
  }
}

/** The transport's own flow control is the back-pressure: nothing is fetched ahead of a slow consumer but its window. */
export const createSubscribeAll = (channel: Channel): EventStore['subscribeAll'] =>
  async function* ({ after, streamPrefixes, signal }) {
    const filter: AllFilter =
      streamPrefixes === undefined ? userStreams : { on: 'stream', prefixes: streamPrefixes }
    const aborted = () => signal.aborted
    let from = after
    let failures = 0
    while (!aborted()) {
      try {
        const request = {
          source: 'all',
          from,
          direction: 'forwards',
          limit: 'subscribe',
          filter,
        } as const
        for await (const reply of messagesOf(channel, request, signal)) {
          if (aborted()) return
          const message = messageOf(reply)
          if (message === undefined) continue
          failures = 0
          from = positionOf(message) ?? from
          yield message
        }
      } catch (error) {
        const failure = failureOf(error)
        if (!aborted() && failure.kind === 'refused') throw refusedBy(failure)
      }
      if (!aborted()) await pause(pauseAfter(failures++), signal)
    }
  }
