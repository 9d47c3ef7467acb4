import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client, Pool } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { openSession } from '../../platform/lease/session.ts'
import { forgetMails } from '../../platform/mail/forget-mails.ts'
import { defaultKeyLifeMs } from '../../platform/vault/postgres-vault.ts'
import {
  FootprintBusy,
  type Footprint,
  type Forgotten,
} from '../../platform/personal-data/footprint.ts'
import { readFollowed } from '../../projections/generations/pointer.ts'
import type { OnStep } from '../progress/step.ts'
import { belongingsOf, endedIn, leftoverKeys } from './belongings.ts'
import { copiesOf } from './copies.ts'
import { rewriteFiles } from './files.ts'
import { forgetAnswers } from './kept-answers.ts'
import { reachInLog } from './reach.ts'
import { emptyRows, personalTables } from './rows.ts'

export type FootprintParts = {
  readonly pool: Pool
  readonly postgresUrl: string
  readonly eventStore: EventStore
  readonly cache: Cache
  readonly dataDir: string
  /** How long to wait for the rows to show the log. Default 30 s. */
  readonly patienceMs?: number
  /** How long a process goes on with a key after it was destroyed. Default: that of the vault. */
  readonly keyLifeMs?: number
  /** Of what takes long: a look through the whole log. */
  readonly onStep?: OnStep
}

/** Beside the tables of the read models: keys, mails under way, folds. */
const otherTables = ['public.subject_keys', 'public.mail_outbox', 'public.fold_snapshot'] as const

const lookEveryMs = 50

/** The furthest behind of all groups in all generations that are followed. */
const shownIn = async (pool: Pool): Promise<bigint> => {
  const { generations } = await readFollowed(pool)
  const { rows } = await pool.query<{ position: bigint | null }>(
    `SELECT min(position) AS position FROM projection_checkpoint
     WHERE generation = ANY($1) AND name LIKE 'read-model@%'`,
    [generations],
  )
  return rows[0]?.position ?? 0n
}

/** Asked again and again: a statement that waits for the lock would hold a snapshot, which holds up who has it. */
const untilOurs = async (client: Client, userId: string, patienceMs: number): Promise<void> => {
  const end = performance.now() + patienceMs
  for (;;) {
    const { rows } = await client.query<{ ours: boolean }>(
      `SELECT pg_try_advisory_lock(hashtext('erasure'), hashtext($1)) AS ours`,
      [userId],
    )
    if (rows[0]?.ours === true) return
    if (performance.now() > end) throw new FootprintBusy('somebody else erases this person')
    await pause(lookEveryMs)
  }
}

export const createFootprint = (parts: FootprintParts): Footprint => {
  const { pool, postgresUrl, eventStore, cache, dataDir } = parts
  const { patienceMs = 30_000, keyLifeMs = defaultKeyLifeMs, onStep } = parts

  const forget = async (whom: Forgotten) => {
    const { userId, subjects, streams } = whom
    const { live } = await readFollowed(pool)
    const places = await personalTables(pool, live)
    const rows = await emptyRows(pool, places, subjects)
    const keptAnswers = await forgetAnswers(pool, cache, live, userId)
    const mails = await forgetMails(join(dataDir, 'outbox'), whom)
    const { rowCount } = await pool.query('DELETE FROM fold_snapshot WHERE stream = ANY($1)', [
      streams,
    ])
    const tables = places.map(({ schema, table }) => `${schema}.${table}`)
    const filesRewritten = await rewriteFiles(postgresUrl, [...tables, ...otherTables])
    const inLog = await reachInLog(eventStore, userId, subjects, onStep)
    const copies = [...(await copiesOf(dataDir))]
    const snapshots = rowCount ?? 0
    return { ...inLog, rows, mails, keptAnswers, snapshots, copies, filesRewritten }
  }

  return {
    alone: async (userId, work) => {
      const session = await openSession(postgresUrl, `erasure ${userId}`)
      try {
        await untilOurs(session.client, userId, patienceMs)
        return await work()
      } finally {
        await session.client.end()
      }
    },
    shown: async (position) => {
      const end = performance.now() + patienceMs
      while ((await shownIn(pool)) < position) {
        if (performance.now() > end)
          throw new FootprintBusy('the read models do not show the end of the account yet')
        await pause(lookEveryMs)
      }
    },
    belongingsOf: (userId, emailHash) => belongingsOf(pool, userId, emailHash),
    endedIn: (story) => endedIn(pool, story),
    insistUnusable: async (subjects) => {
      const { rows } = await pool.query<{ fresh: number }>(
        `SELECT count(*)::int AS fresh FROM subject_keys
         WHERE subject_id = ANY($1) AND destroyed_at > now() - $2 * interval '1 millisecond'`,
        [subjects, keyLifeMs],
      )
      if (rows[0]?.fresh !== 0)
        throw new FootprintBusy('another process may have the destroyed key in memory for a moment')
    },
    leftoverKeys: () => leftoverKeys(pool),
    forget,
  }
}
