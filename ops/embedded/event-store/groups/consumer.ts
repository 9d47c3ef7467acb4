import type { Latencies } from './latencies.ts'
import type { Message } from './message.ts'

/** Why a consumer is cut off. */
export type Drop = 'dropped' | 'shutting-down'

/** One who is connected to a group. */
export type Consumer = {
  readonly id: string
  readonly connectionName: string
  readonly username: string
  /** How many messages it takes at a time. */
  readonly capacity: number
  readonly send: (message: Message) => void
  readonly drop: (reason: Drop) => void
}

/** A consumer as its group counts on it. */
export type Seat = {
  readonly consumer: Consumer
  inFlight: number
  total: number
  /** Total at the last measurement. */
  measured: number
  /** Kept when the group was asked for extra statistics. */
  readonly latencies: Latencies | undefined
}

export const hasRoom = ({ consumer, inFlight }: Seat): boolean => inFlight < consumer.capacity
