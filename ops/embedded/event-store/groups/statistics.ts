import type { Seat } from './consumer.ts'
import type { Measurement } from './latencies.ts'

/** Where a group stands at this moment. */
export type Counts = {
  /** Whether it has caught up with what it reads. */
  readonly live: boolean
  readonly seats: readonly Seat[]
  readonly waiting: number
  readonly retries: number
  readonly recent: number
  readonly inFlight: number
  readonly parked: number
  readonly lastKnown: number | undefined
  /** On disk. */
  readonly checkpointed: number | undefined
}

/** How much was sent, in all and since one last asked. */
export type Meter = {
  readonly count: () => void
  readonly measure: (seats: readonly Seat[]) => Measured
}

export type Rate = {
  readonly total: number
  readonly sinceLast: number
  readonly perSecond: number
}

export type Measured = Rate & {
  readonly consumers: readonly (Rate & {
    readonly seat: Seat
    readonly latencies: readonly Measurement[]
  })[]
}

/** `now` in ms. */
export const createMeter = (now: () => number): Meter => {
  let total = 0
  let measured = { total: 0, at: now() }
  return {
    count: () => {
      total++
    },
    measure: (seats) => {
      const seconds = Math.max(1, now() - measured.at) / 1000
      const rate = (all: number, before: number): Rate => ({
        total: all,
        sinceLast: all - before,
        perSecond: Math.floor((all - before) / seconds),
      })
      const group = rate(total, measured.total)
      measured = { total, at: now() }
      const consumers = seats.map((seat) => {
        const own = rate(seat.total, seat.measured)
        seat.measured = seat.total
        return { ...own, seat, latencies: seat.latencies?.measurements() ?? [] }
      })
      return { ...group, consumers }
    },
  }
}
