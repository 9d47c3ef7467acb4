import { type Bus, type BusHandler, type BusOptions, eventStream } from './bus.ts'
import { covers, requireBelow, requirePattern, requireSubject } from './subject.ts'

type Subscription = { readonly pattern: string; readonly handler: BusHandler }

export type StoredMessage = {
  readonly sequence: number
  readonly id: string
  readonly subject: string
  readonly message: unknown
}

export type MemoryBus = Bus & {
  /** The newest durable messages, oldest first. */
  readonly stored: () => readonly StoredMessage[]
}

export type MemoryBusOptions = BusOptions & {
  /** How many durable messages are kept, and how far back duplicates are seen. Default 10,000. */
  readonly keep?: number
}

/** The bus of the embedded default: between the roles inside one process. */
export const createMemoryBus = (options: MemoryBusOptions = {}): MemoryBus => {
  const { keep = 10_000, stream = eventStream, onError } = options
  const subscriptions = new Set<Subscription>()
  const stored = new Map<string, StoredMessage>()
  let sequence = 0
  let closed = false

  const requireOpen = (): void => {
    if (closed) throw new Error('the bus is closed')
  }

  const deliver = (subscription: Subscription, subject: string, encoded: string): void => {
    if (!subscriptions.has(subscription)) return
    try {
      subscription.handler(subject, JSON.parse(encoded))
    } catch (error) {
      onError?.(error)
    }
  }

  /** Later, as over a wire: a publisher never runs another's handler, and each handler has its own copy. */
  const send = (subject: string, encoded: string): void => {
    for (const subscription of subscriptions)
      if (covers(subscription.pattern, subject))
        queueMicrotask(() => deliver(subscription, subject, encoded))
  }

  const remember = (subject: string, id: string, encoded: string) => {
    const known = stored.get(id)
    if (known) return { kind: 'stored', sequence: known.sequence, duplicate: true } as const
    sequence += 1
    stored.set(id, { sequence, id, subject, message: JSON.parse(encoded) })
    const oldest = stored.keys().next()
    if (stored.size > keep && !oldest.done) stored.delete(oldest.value)
    return { kind: 'stored', sequence, duplicate: false } as const
  }

  return {
    publish: (subject, message) => {
      requireOpen()
      requireSubject(subject)
      send(subject, JSON.stringify(message))
    },
    subscribe: (pattern, handler) => {
      requireOpen()
      requirePattern(pattern)
      const subscription = { pattern, handler }
      subscriptions.add(subscription)
      return () => void subscriptions.delete(subscription)
    },
    publishDurable: async (subject, id, message) => {
      requireOpen()
      requireBelow(stream.prefix, subject)
      const encoded = JSON.stringify(message)
      send(subject, encoded)
      return remember(subject, id, encoded)
    },
    stored: () => [...stored.values()],
    flush: () => new Promise((resolve) => setImmediate(resolve)),
    ping: async () => requireOpen(),
    close: async () => {
      closed = true
      await new Promise((resolve) => setImmediate(resolve))
      subscriptions.clear()
    },
  }
}
