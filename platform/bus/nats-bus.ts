import { setTimeout as pause } from 'node:timers/promises'
import { type ConnectionOptions, Events, type Msg, type NatsConnection, connect } from 'nats'
import { type Bus, type BusHandler, type BusOptions, eventStream } from './bus.ts'
import { openEventStream } from './event-stream.ts'
import { requireBelow, requirePattern, requireSubject } from './subject.ts'

const drainMs = 5_000

/** The client takes hosts and credentials apart: `nats://user:password@host` or `nats://token@host`. */
export const natsTarget = (url: string): ConnectionOptions & { readonly servers: string[] } => {
  const urls = url.split(',').map((part) => new URL(part.trim()))
  const user = decodeURIComponent(urls[0]?.username ?? '')
  const pass = decodeURIComponent(urls[0]?.password ?? '')
  const login = pass ? { user, pass } : { token: user }
  return {
    servers: urls.map(({ host }) => host),
    ...(user ? login : {}),
    ...(urls[0]?.protocol === 'tls:' ? { tls: {} } : {}),
  }
}

const open = async (url: string): Promise<NatsConnection> => {
  const options = natsTarget(url)
  try {
    return await connect({
      ...options,
      name: 'quantum-hub',
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: 250,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`NATS at ${options.servers.join(', ')}: ${reason}`, { cause: error })
  }
}

/** Connects and creates the stream of events; later losses are repaired by the client, for ever. */
export const connectNatsBus = async (url: string, options: BusOptions = {}): Promise<Bus> => {
  const { stream = eventStream, onError = () => undefined } = options
  const connection = await open(url)
  const durable = await openEventStream(connection, stream)

  const deliver = (handler: BusHandler, message: Msg): void => {
    try {
      handler(message.subject, message.json())
    } catch (error) {
      onError(error)
    }
  }

  const report = async (): Promise<void> => {
    for await (const status of connection.status())
      if (status.type === Events.Disconnect || status.type === Events.Error)
        onError(new Error(`NATS: ${status.type} ${JSON.stringify(status.data)}`))
  }
  report().catch(onError)

  return {
    publish: (subject, message) => {
      requireSubject(subject)
      connection.publish(subject, JSON.stringify(message))
    },
    subscribe: (pattern, handler) => {
      requirePattern(pattern)
      const subscription = connection.subscribe(pattern, {
        callback: (error, message) => {
          if (error) onError(error)
          else deliver(handler, message)
        },
      })
      return () => subscription.unsubscribe()
    },
    publishDurable: async (subject, id, message) => {
      requireBelow(stream.prefix, subject)
      const encoded = JSON.stringify(message)
      if (durable) return durable.publish(subject, id, encoded)
      connection.publish(subject, encoded)
      return { kind: 'published' }
    },
    flush: () => connection.flush(),
    ping: async () => {
      await connection.rtt()
    },
    close: async () => {
      if (connection.isClosed()) return
      // While the server is away a drain would wait for its return.
      const late = new AbortController()
      const drained = connection.drain().catch(onError)
      await Promise.race([drained, pause(drainMs, undefined, { signal: late.signal })])
      late.abort()
      await connection.close()
    },
  }
}
