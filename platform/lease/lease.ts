import { openSession, type Session } from './session.ts'

export type LeaseOutcome<T> =
  | { readonly kind: 'finished'; readonly value: T }
  /** The connection that held the lease is gone; the work was told to stop and has stopped. */
  | { readonly kind: 'lost'; readonly reason: Error }
  /** The caller's signal came before the lease did. */
  | { readonly kind: 'aborted' }

export type LeaseOptions = {
  readonly signal: AbortSignal
  /** How often the connection is tried, and how long an answer may take. Default 5 s. */
  readonly heartbeatMs?: number
  readonly onWaiting?: () => void
}

const lockName = 'hashtextextended($1, 5113)'

const whenAborted = (signal: AbortSignal, act: () => void): (() => void) => {
  if (signal.aborted) act()
  else signal.addEventListener('abort', act, { once: true })
  return () => signal.removeEventListener('abort', act)
}

/** True when the lock is ours, false when the signal came first. */
const acquire = async ({ client }: Session, name: string, options: LeaseOptions) => {
  const { signal, onWaiting } = options
  const free = await client.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${lockName}) AS locked`,
    [name],
  )
  if (free.rows[0]?.locked) return true
  onWaiting?.()
  const forget = whenAborted(signal, () => void client.end())
  try {
    await client.query(`SELECT pg_advisory_lock(${lockName})`, [name])
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  } finally {
    forget()
  }
}

/** Asks the server again and again; no answer in time counts as lost. Gives the way to stop. */
const beat = ({ client, lost, lose }: Session, everyMs: number): (() => void) => {
  let unanswered = false
  const timer = setInterval(() => {
    if (unanswered) lose(new Error(`no answer within ${everyMs} ms`))
    if (lost.aborted) return
    unanswered = true
    client.query('SELECT 1').then(() => {
      unanswered = false
    }, lose)
  }, everyMs)
  return () => clearInterval(timer)
}

/**
 * Runs the work while this process alone, of all on the same database, holds the named lease (an
 * advisory lock of a session of its own; not through a pooler). Waits for the lease; tells the work
 * by its signal when the caller aborts or the lease is lost, and settles when the work has settled.
 * What the work throws of itself is thrown. Work must guard its writes by position all the same:
 * between a loss and its discovery two may hold the lease.
 */
export const withLease = async <T>(
  url: string,
  name: string,
  options: LeaseOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<LeaseOutcome<T>> => {
  const { signal, heartbeatMs = 5_000 } = options
  const aborted = { kind: 'aborted' } as const
  if (signal.aborted) return aborted
  const session = await openSession(url, name)
  const { client, lost } = session
  try {
    if (!(await acquire(session, name, options))) return aborted
    const stopBeating = beat(session, heartbeatMs)
    try {
      const value = await run(AbortSignal.any([signal, lost]))
      return lostOf(lost) ?? { kind: 'finished', value }
    } catch (error) {
      const loss = lostOf(lost)
      if (loss) return loss
      throw error
    } finally {
      stopBeating()
    }
  } finally {
    await client.end().catch(() => undefined)
  }
}

const lostOf = (
  lost: AbortSignal,
): { readonly kind: 'lost'; readonly reason: Error } | undefined =>
  lost.aborted && lost.reason instanceof Error ? { kind: 'lost', reason: lost.reason } : undefined
