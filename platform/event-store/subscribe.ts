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

/**
 * Servers are known that repeat an old checkpoint behind newer events: who went back to it would read those again.
 * https://github.com/kurrent-io/KurrentDB/issues/3697
 */
const isStale = (message: SubscriptionMessage, from: bigint | 'start'): boolean =>
  message.kind === 'checkpoint' && from !== 'start' && message.position <= from

/** The transport's own flow control is the back-pressure: little is fetched ahead of a slow consumer. */
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
        for await (const replies of messagesOf(channel, request, signal)) {
          if (aborted()) return
          const messages: SubscriptionMessage[] = []
          for (const reply of replies) {
            const message = messageOf(reply)
            if (message === undefined || isStale(message, from)) continue
            from = positionOf(message) ?? from
            messages.push(message)
          }
          if (messages.length === 0) continue
          failures = 0
          yield messages
        }
      } catch (error) {
        const failure = failureOf(error)
        if (!aborted() && failure.kind === 'refused') throw refusedBy(failure)
      }
      if (!aborted()) await pause(pauseAfter(failures++), signal)
    }
  }
