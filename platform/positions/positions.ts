import type { Kysely } from 'kysely'
import type { Bus } from '../bus/bus.ts'
import { type Clock, systemClock } from '../clock/clock.ts'
import type { InfrastructureTables } from '../postgres/tables.ts'
import { parseProjectedNotice, subjects } from './notices.ts'
import { readReached } from './read-model.ts'

/** How far the read models of a generation are: every row is at least as new as `position`. */
export type Freshness = {
  readonly generation: number
  /** Commit position in the log. */
  readonly position: bigint
  /** Milliseconds by which the rows are known to be behind the log; a projector's silence counts. */
  readonly lagMs: number
}

export type Positions = {
  readonly current: () => Promise<Freshness>
  /** Resolves when `position` is reached, or with what was reached when the time is over. */
  readonly reach: (position: bigint, waitMs: number) => Promise<Freshness>
  /** Stops listening; who waits, or comes later, is answered with what is known. */
  readonly close: () => void
}

export type PositionsOptions = {
  readonly bus: Bus
  readonly db: Kysely<InfrastructureTables>
  readonly clock?: Clock
}

/** The projector says something every second: longer silence means that it, or the bus, is gone. */
const silenceMs = 3_000

type Waiter = { readonly position: bigint; readonly wake: () => void }

/** Follows the projector by its notices; what they do not tell is read from the checkpoint. */
export const followPositions = (options: PositionsOptions): Positions => {
  const { bus, db, clock = systemClock } = options
  const now = (): number => clock.now().getTime()
  const waiters = new Set<Waiter>()
  let known: { readonly generation: number; readonly position: bigint } | undefined
  let closed = false
  let heard = { at: now(), lagMs: 0 }

  /** Notices and looks at the row may cross; within a generation the greater position is the newer. */
  const learn = (generation: number, position: bigint): bigint => {
    const isOlder = known?.generation === generation && known.position > position
    if (!isOlder) known = { generation, position }
    const reached = isOlder && known !== undefined ? known.position : position
    for (const waiter of waiters) if (reached >= waiter.position) waiter.wake()
    return reached
  }

  const unsubscribe = bus.subscribe(subjects.projected, (_, message) => {
    const notice = parseProjectedNotice(message)
    // Another generation's progress is not that of the rows that are read.
    if (notice === undefined || notice.generation !== known?.generation) return
    heard = { at: now(), lagMs: notice.lagMs }
    learn(notice.generation, notice.position)
  })

  const freshness = (generation: number, position: bigint): Freshness => {
    const silence = Math.max(0, now() - heard.at)
    return { generation, position, lagMs: silence > silenceMs ? silence : heard.lagMs }
  }

  const look = async (): Promise<Freshness> => {
    const { generation, position } = await readReached(db)
    return freshness(generation, learn(generation, position))
  }

  /** Resolves when a notice tells of the position, and at the latest after the time. */
  const noticed = (position: bigint, waitMs: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        waiters.delete(waiter)
        resolve()
      }
      const waiter = { position, wake }
      const timer = setTimeout(wake, closed ? 0 : waitMs)
      waiters.add(waiter)
    })

  return {
    current: async () => {
      if (known === undefined || now() - heard.at > silenceMs) return look()
      return freshness(known.generation, known.position)
    },
    reach: async (position, waitMs) => {
      // Until the generation is known, notices are not understood.
      const before =
        known === undefined ? await look() : freshness(known.generation, known.position)
      if (before.position >= position) return before
      // Listening begins before the look, so that no notice falls between.
      const notice = noticed(position, waitMs)
      const first = await look()
      if (first.position >= position) return first
      await notice
      return look()
    },
    close: () => {
      closed = true
      unsubscribe()
      for (const waiter of waiters) waiter.wake()
    },
  }
}
