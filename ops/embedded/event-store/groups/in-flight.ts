import type { Message } from './message.ts'

/** A message that a consumer has and has not answered. */
export type Sent = {
  readonly message: Message
  readonly consumerId: string
  readonly sentAt: number
}

/** The messages that consumers have, by id. */
export type InFlight = {
  readonly size: () => number
  readonly has: (id: string) => boolean
  readonly add: (sent: Sent) => void
  readonly take: (id: string) => Sent | undefined
  readonly takeOf: (consumerId: string) => Sent[]
  /** Those sent at or before a moment. */
  readonly takeSentBy: (moment: number) => Sent[]
}

export const createInFlight = (): InFlight => {
  // In the order in which they were sent, which is that in which they expire.
  const sent = new Map<string, Sent>()
  const remove = (found: readonly Sent[]): Sent[] => {
    for (const { message } of found) sent.delete(message.id)
    return [...found]
  }
  return {
    size: () => sent.size,
    has: (id) => sent.has(id),
    add: (added) => void sent.set(added.message.id, added),
    take: (id) => {
      const found = sent.get(id)
      sent.delete(id)
      return found
    },
    takeOf: (consumerId) =>
      remove([...sent.values()].filter((one) => one.consumerId === consumerId)),
    takeSentBy: (moment) => {
      const found: Sent[] = []
      for (const one of sent.values()) {
        if (one.sentAt > moment) break
        found.push(one)
      }
      return remove(found)
    },
  }
}
