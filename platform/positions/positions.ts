import type { Kysely } from 'kysely'
import type { Bus } from '../bus/bus.ts'
import { type Clock, systemClock } from '../clock/clock.ts'
import { sharedCalls } from '../concurrency/shared-calls.ts'
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
/** A notice that does not come for so long may be lost: the rows are looked at, once. */
const patienceMs = 20
/** Notices may cross; that one tells of less than is known is looked into so often at most. */
const lookAgainMs = 1_000

type Waiter = { readonly position: bigint; readonly wake: () => void }

/** What is known, and which piece of news it came with. */
type Known = { readonly generation: number; readonly position: bigint; readonly news: number }

/** Follows the projector by its notices; what they do not tell is read from the checkpoint. */
export const followPositions = (options: PositionsOptions): Positions => {
  const { bus, db, clock = systemClock } = options
  const now = (): number => clock.now().getTime()
  const waiters = new Set<Waiter>()
  const share = sharedCalls<Freshness>()
  let known: Known | undefined
  let news = 0
  let closed = false
  let heard = { at: now(), lagMs: 0 }
  let lookedAt = -Infinity

  const learn = (generation: number, position: bigint): void => {
    known = { generation, position, news: (news += 1) }
    for (const waiter of waiters) if (position >= waiter.position) waiter.wake()
  }

  const freshness = ({ generation, position }: Omit<Known, 'news'>): Freshness => {
    const silence = Math.max(0, now() - heard.at)
    return { generation, position, lagMs: silence > silenceMs ? silence : heard.lagMs }
  }

  /**
   * The rows' word counts, less than was known included: they may have been restored. Only a notice that came while they
   * were being asked is newer.
   */
  const look = (): Promise<Freshness> =>
    share('rows', async () => {
      const before = news
      lookedAt = now()
      const { generation, position } = await readReached(db)
      const isOlder =
        known !== undefined &&
        known.news > before &&
        known.generation === generation &&
        known.position > position
      if (!isOlder) learn(generation, position)
      return freshness(known ?? { generation, position })
    })

  /** Nobody waits for this one; who does asks himself. */
  const lookInto = (): void => {
    if (now() - lookedAt >= lookAgainMs) look().catch(() => undefined)
  }

  const unsubscribe = bus.subscribe(subjects.projected, (_, message) => {
    const notice = parseProjectedNotice(message)
    if (notice === undefined || known === undefined) return
    const { generation, position, lagMs } = notice
    // Another generation's progress is not that of the rows that are read, unless the pointer has moved.
    if (generation !== known.generation) {
      lookInto()
      return
    }
    heard = { at: now(), lagMs }
    if (position >= known.position) learn(generation, position)
    else lookInto()
  })

  /** Whether a notice tells of the position within the time; at once when it is known already. */
  const noticed = (position: bigint, waitMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const isReached = (): boolean => known !== undefined && known.position >= position
      if (isReached() || closed || waitMs <= 0) {
        resolve(isReached())
        return
      }
      const wake = (): void => {
        clearTimeout(timer)
        waiters.delete(waiter)
        resolve(isReached())
      }
      const waiter = { position, wake }
      const timer = setTimeout(wake, waitMs)
      waiters.add(waiter)
    })

  const current = async (): Promise<Freshness> =>
    known === undefined || now() - heard.at > silenceMs ? look() : freshness(known)

  return {
    current,
    reach: async (position, waitMs) => {
      // Until the generation is known, notices are not understood.
      if (known === undefined) await look()
      const patience = Math.min(waitMs, patienceMs)
      if (await noticed(position, patience)) {
        const told = await current()
        // Less, when the pointer moved meanwhile.
        if (told.position >= position) return told
      }
      const looked = await look()
      if (looked.position >= position || waitMs <= patience) return looked
      return (await noticed(position, waitMs - patience)) ? current() : look()
    },
    close: () => {
      closed = true
      unsubscribe()
      for (const waiter of waiters) waiter.wake()
    },
  }
}
