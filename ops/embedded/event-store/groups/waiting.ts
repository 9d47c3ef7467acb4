import type { Message } from './message.ts'

/** The messages that a group has and no consumer: those to be tried again first, then those never sent. */
export type Waiting = {
  readonly add: (message: Message) => void
  /** Before those of a later place; what was parked goes behind all others. */
  readonly addRetry: (message: Message) => void
  readonly remove: (message: Message) => void
  readonly inOrder: () => Iterable<Message>
  readonly size: () => number
  readonly retries: () => number
}

const isBefore = (one: Message, other: Message): boolean =>
  one.ticket.kind === 'fresh' && (other.ticket.kind === 'replayed' || one.place < other.place)

export const createWaiting = (): Waiting => {
  const read = new Set<Message>()
  const retries: Message[] = []
  function* inOrder(): Generator<Message, void, undefined> {
    yield* [...retries]
    yield* read
  }
  return {
    add: (message) => void read.add(message),
    addRetry: (message) => {
      const at = retries.findIndex((other) => isBefore(message, other))
      retries.splice(at < 0 ? retries.length : at, 0, message)
    },
    remove: (message) => {
      if (read.delete(message)) return
      const at = retries.indexOf(message)
      if (at >= 0) retries.splice(at, 1)
    },
    inOrder,
    size: () => read.size + retries.length,
    retries: () => retries.length,
  }
}
