import { sql } from 'kysely'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadDb } from '../view/db.ts'
import { boundedOf, mostCounted, type Bounded } from './bounded.ts'

export type Minute = { readonly minute: Date; readonly events: bigint }

/** The last full hour and the minute that runs, minutes without events included. */
export const readMinutes = async (db: ReadDb, now: Date): Promise<readonly Minute[]> => {
  const last = Math.floor(now.getTime() / 60_000)
  const wanted = Array.from({ length: 61 }, (_, n) => new Date((last - 60 + n) * 60_000))
  const names = wanted.map((minute) => minute.toISOString().slice(0, 16))
  const rows = await db
    .selectFrom('event_minutes')
    .select(['minute', 'events'])
    .where('minute', 'in', names)
    .execute()
  const counts = new Map(rows.map(({ minute, events }) => [minute, events]))
  return wanted.map((minute, n) => ({ minute, events: counts.get(names[n] ?? '') ?? 0n }))
}

export type StatusCount = { readonly status: string; readonly jobs: Bounded }

/** Each job ends with one event, and those are counted as they come. */
const ends = { COMPLETED: 'JobCompleted', FAILED: 'JobFailed', CANCELLED: 'JobCancelled' } as const

/** Jobs under way by the index of those, together up to the bound; ended ones by the figures of the log. */
export const readJobCounts = async (db: ReadDb): Promise<readonly StatusCount[]> => {
  const open = db
    .selectFrom('jobs')
    .select('status')
    .where(sql<boolean>`status not in ('COMPLETED', 'FAILED', 'CANCELLED')`)
    .limit(mostCounted + 1)
  const [underWay, types] = await Promise.all([
    db
      .selectFrom(open.as('open'))
      .select(['status', sql<number>`count(*)::int`.as('jobs')])
      .groupBy('status')
      .orderBy('status')
      .execute(),
    db
      .selectFrom('event_types')
      .select(['type', 'events'])
      .where('type', 'in', Object.values(ends))
      .execute(),
  ])
  const all = underWay.reduce((sum, { jobs }) => sum + jobs, 0)
  const isExact = all <= mostCounted
  const ended = new Map(types.map(({ type, events }) => [type, Number(events)]))
  return [
    ...underWay.map(({ status, jobs }) => ({ status, jobs: { ...boundedOf(jobs), isExact } })),
    ...Object.entries(ends).map(([status, type]) => ({
      status,
      jobs: { count: ended.get(type) ?? 0, isExact: true },
    })),
  ]
}

export type GroupProgress = {
  readonly group: string
  readonly position: bigint
  readonly events: bigint
  readonly behind: bigint
  readonly updatedAt: Date
}

/** How far each group of the live tables is, measured by the one that is farthest. */
export const readGroups = async (
  db: ReadDb,
  generation: number,
): Promise<readonly GroupProgress[]> => {
  const rows = await db
    .withTables<Pick<InfrastructureTables, 'projection_checkpoint'>>()
    .withSchema('public')
    .selectFrom('projection_checkpoint')
    .select(['name', 'position', 'events', 'updated_at'])
    .where('generation', '=', generation)
    .where('name', 'like', 'read-model@%')
    .orderBy('name')
    .execute()
  const most = rows.reduce((farthest, { events }) => (events > farthest ? events : farthest), 0n)
  return rows.map(({ name, position, events, updated_at }) => ({
    group: name.slice(name.indexOf('/') + 1),
    ...{ position, events, behind: most - events, updatedAt: updated_at },
  }))
}

export type DeviceLine = {
  readonly deviceId: string
  readonly name: string
  readonly status: string
  readonly accepting: boolean
  readonly waiting: number
  readonly running: number
}

/** So many devices, those with the longest lines. */
export const mostDevices = 50

export const readLines = (db: ReadDb): Promise<readonly DeviceLine[]> =>
  db
    .selectFrom('device_queue_depth as depth')
    .innerJoin('devices', 'devices.device_id', 'depth.device_id')
    .select(['devices.device_id as deviceId', 'devices.name', 'devices.status'])
    .select(['depth.accepting', 'depth.waiting', 'depth.running'])
    .orderBy('depth.waiting', 'desc')
    .orderBy('depth.running', 'desc')
    .orderBy('depth.device_id')
    .limit(mostDevices)
    .execute()

export type AccountKindSum = {
  readonly asset: string
  readonly type: string
  readonly balance: string
}

/** Balances by asset and kind of account, in whole minor units, on the side where such an account grows. */
export const readMoney = (db: ReadDb): Promise<readonly AccountKindSum[]> =>
  db
    .selectFrom('ledger_accounts')
    .select(['asset', 'type'])
    .select(
      sql<string>`sum(case when normal = 'DEBIT' then debits - credits else credits - debits end)::text`.as(
        'balance',
      ),
    )
    .groupBy(['asset', 'type'])
    .orderBy('asset')
    .orderBy('type')
    .execute()

export type TypeCount = { readonly type: string; readonly events: bigint }

export const readTypes = (db: ReadDb): Promise<readonly TypeCount[]> =>
  db.selectFrom('event_types').select(['type', 'events']).orderBy('type').execute()
