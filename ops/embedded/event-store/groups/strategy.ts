import type { Seat } from './consumer.ts'
import type { Message } from './message.ts'

/** Which consumer gets a message. */
export type Strategy = {
  readonly join: (seat: Seat) => void
  readonly leave: (seat: Seat) => void
  /** Undefined when the message has to wait, though another one might not have to. */
  readonly choose: (message: Message) => Seat | undefined
  /** The consumer is done with a message that it was chosen for. */
  readonly done: (message: Message, seat: Seat) => void
}
