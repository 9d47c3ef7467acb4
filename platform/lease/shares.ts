import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { openSession, type Session } from './session.ts'

export type Sharing = {
  /** The processes that share work under one name divide it among them. */
  readonly name: string
  /** The work, in pieces numbered from 0. */
  readonly pieces: number
  readonly signal: AbortSignal
  /** How often it is looked who is there and what is free. Default 1 s. */
  readonly lookEveryMs?: number
  /** A process that is silent for this long, as when frozen, loses what it holds. Default 10 s. */
  readonly silentForMs?: number
  readonly onTrouble?: (error: unknown) => void
}

/** Works on one piece until the signal is aborted. */
export type Piecework = (piece: number, signal: AbortSignal) => Promise<void>

type Held = { readonly ending: AbortController; readonly ended: Promise<void>; over: boolean }

/** Advisory locks of two numbers: the name, and 0 for who takes part or 1 … n for the pieces. */
const take = 'SELECT pg_try_advisory_lock(hashtext($1), $2) AS locked'
const giveBack = 'SELECT pg_advisory_unlock(hashtext($1), $2)'
const takePartAs = 'SELECT pg_advisory_lock_shared(hashtext($1), 0)'
const countMembers = `SELECT count(*)::int AS members FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND objid = 0
    AND classid = hashtext($1)::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

const keepFree = 'SELECT pg_try_advisory_xact_lock(hashtext($1), 0) AS locked'

/** Whether nobody takes part in the work of this name; then nobody does until the client's transaction ends. */
export const isFree = async (client: Pick<ClientBase, 'query'>, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ locked: boolean }>(keepFree, [name])
  return rows[0]?.locked === true
}

/** One session's time: takes what is free up to a fair part, gives back what is above it, until it ends. */
const takePart = async (
  { client, lost }: Session,
  { name, pieces, signal, lookEveryMs = 1_000, onTrouble = () => undefined }: Sharing,
  work: Piecework,
): Promise<void> => {
  const held = new Map<number, Held>()
  const stop = AbortSignal.any([signal, lost])
  setMaxListeners(0, stop)
  const begin = (piece: number): void => {
    const ending = new AbortController()
    const isWanted = (): boolean => !stop.aborted && !ending.signal.aborted
    const own: Held = {
      ending,
      over: false,
      ended: work(piece, AbortSignal.any([stop, ending.signal]))
        .catch((error: unknown) => {
          if (isWanted()) onTrouble(error)
        })
        .finally(() => {
          own.over = true
        }),
    }
    held.set(piece, own)
  }
  const look = async (): Promise<void> => {
    for (const [piece, { over }] of held) {
      if (!over) continue
      held.delete(piece)
      await client.query(giveBack, [name, piece + 1])
    }
    const { rows } = await client.query<{ members: number }>(countMembers, [name])
    const fair = Math.ceil(pieces / Math.max(1, rows[0]?.members ?? 1))
    for (const own of [...held.values()].slice(fair)) own.ending.abort()
    // Everybody begins to look elsewhere, so that few look for the same.
    for (let n = 0; n < pieces && held.size < fair && !stop.aborted; n += 1) {
      const piece = (process.pid + n) % pieces
      if (held.has(piece)) continue
      const taken = await client.query<{ locked: boolean }>(take, [name, piece + 1])
      if (taken.rows[0]?.locked === true) begin(piece)
    }
  }
  try {
    await client.query(takePartAs, [name])
    while (!stop.aborted) {
      await look()
      await pause(lookEveryMs, undefined, { signal: stop }).catch(() => undefined)
    }
  } finally {
    for (const own of held.values()) own.ending.abort()
    await Promise.all([...held.values()].map(({ ended }) => ended))
  }
}

/**
 * Shares work among all processes on one database that ask for it under the same name: nobody works on a piece that
 * another one holds, each gets a fair part, and what one leaves behind (stopped, killed, cut off, frozen) the others take
 * within seconds. A process lives by the locks of its own database session (not through a pooler), which ends with it, or
 * when it falls silent. Who was frozen may be at work for a moment after its piece went to another: work guards its
 * writes all the same. Settles once the signal is aborted and all work has ended.
 */
export const shareWork = async (url: string, sharing: Sharing, work: Piecework): Promise<void> => {
  const { name, signal, lookEveryMs = 1_000, silentForMs = 10_000, onTrouble } = sharing
  const stopped = (): boolean => signal.aborted
  while (!stopped()) {
    try {
      const session = await openSession(url, name, { silentForMs })
      try {
        await takePart(session, sharing, work)
      } finally {
        await session.client.end().catch(() => undefined)
      }
    } catch (error) {
      if (!stopped()) onTrouble?.(error)
    }
    if (!stopped()) await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
