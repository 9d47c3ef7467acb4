import { type JetStreamClient, type NatsConnection, NatsError, nanos } from 'nats'
import type { DurableAnswer, DurableStream } from './bus.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** The server's code for a stream that exists with another configuration. */
const existsOtherwise = 10_058

/**
 * Creates the stream unless it is there. One that is there stays as its operator made it.
 */
const ensureStream = async (connection: NatsConnection, stream: DurableStream): Promise<void> => {
  const manager = await connection.jetstreamManager()
  try {
    await manager.streams.add({
      name: stream.name,
      subjects: [`${stream.prefix}.>`],
      max_age: nanos(7 * day),
      duplicate_window: nanos(10 * minute),
    })
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.err_code === existsOtherwise) return
    throw error
  }
}

export type EventStream = {
  readonly publish: (subject: string, id: string, encoded: string) => Promise<DurableAnswer>
}

/** The stream of integration events, or undefined on a server without JetStream. */
export const openEventStream = async (
  connection: NatsConnection,
  stream: DurableStream,
): Promise<EventStream | undefined> => {
  if (connection.info?.jetstream !== true) return undefined
  await ensureStream(connection, stream)
  const client: JetStreamClient = connection.jetstream()
  return {
    publish: async (subject, id, encoded) => {
      const expect = { streamName: stream.name }
      const { seq, duplicate } = await client.publish(subject, encoded, { msgID: id, expect })
      return { kind: 'stored', sequence: seq, duplicate }
    },
  }
}
