import type { EventLogRow } from '../../projections/log/tables.ts'
import { queryError } from '../errors/query-error.ts'
import type { Change } from '../subscriptions/changes.ts'
import type { ReadDb } from '../view/db.ts'
import type { PageRequest } from '../pagination/keyset.ts'
import { logOrder, readLog, type LogFilter } from './log-filter.ts'

/** Who is farther behind than so many events reads pages instead. */
export const farthestBehind = 10_000
/** So many events a message. */
export const mostAtOnce = 100

/** Where a follower of the log is. Nothing is kept for them: what they have not taken yet stands in the log's rows. */
export type Tail = {
  /** The position up to which they were told. */
  readonly after: () => bigint
  readonly told: (position: bigint, hasMore: boolean) => void
  readonly end: () => void
}

/** A message of the tail: read everything from `after` to `position`, or as much of it as a message takes. */
export type TailStep = Change & { readonly tail: Tail }

/** One step for each change, and at once another while the last message did not take all. */
export const tailSteps = (
  changes: AsyncIterableIterator<Change>,
  from: bigint,
): AsyncIterableIterator<TailStep> => {
  let after = from
  let newest = from
  let hasMore = false
  let isOver = false
  const tail: Tail = {
    after: () => after,
    told: (position, more) => {
      after = position
      hasMore = more
    },
    end: () => {
      isOver = true
    },
  }
  const over = async (): Promise<IteratorReturnResult<undefined>> => {
    await changes.return?.()
    return { done: true, value: undefined }
  }
  const steps: AsyncIterableIterator<TailStep> = {
    next: async () => {
      if (isOver) return over()
      if (!hasMore) {
        const step = await changes.next()
        if (step.done === true) return { done: true, value: undefined }
        newest = step.value.position
      }
      return { done: false, value: { position: newest, tail } }
    },
    return: over,
    throw: over,
    [Symbol.asyncIterator]: () => steps,
  }
  return steps
}

export type TailPage = { readonly events: readonly EventLogRow[]; readonly position: bigint }

/** Throws TAIL_BEHIND, which ends the tail, for who is too far behind. */
const insistNear = async (db: ReadDb, { after, end }: Tail): Promise<void> => {
  const beyond = await db
    .selectFrom('event_log')
    .select('position')
    .where('position', '>', after())
    .orderBy('position')
    .offset(farthestBehind)
    .limit(1)
    .executeTakeFirst()
  if (beyond === undefined) return
  end()
  throw queryError(
    'TAIL_BEHIND',
    `More than ${farthestBehind} events follow position ${after().toString()}: read them by pages.`,
    { position: after().toString() },
  )
}

/** What comes next for a follower, and that they have been told. */
export const readTail = async (
  db: ReadDb,
  schema: string,
  filter: LogFilter,
  { tail, position: upTo }: TailStep,
): Promise<TailPage> => {
  await insistNear(db, tail)
  const page: PageRequest = {
    order: logOrder,
    direction: 'ASC',
    after: [tail.after().toString()],
    before: [(upTo + 1n).toString()],
    limit: mostAtOnce,
    fromEnd: false,
  }
  const found = await readLog(db, schema, filter, page)
  const events = found.slice(0, mostAtOnce)
  const hasMore = found.length > mostAtOnce
  const last = events.at(-1)
  // All up to there was looked at, whether the filter let it through or not.
  const position = hasMore && last !== undefined ? last.position : upTo
  tail.told(position > tail.after() ? position : tail.after(), hasMore)
  return { events, position: tail.after() }
}
