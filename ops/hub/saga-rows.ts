import { sql, type Kysely } from 'kysely'
import { readReached, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ParkedLetter, SagaInstanceRow } from '../../projections/sagas/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'

type Db = Kysely<InfrastructureTables & ReadModelTables>

/** The tables of the generation that readers follow now. */
export const followed = async (db: Db): Promise<Db> =>
  db.withSchema(schemaOfGeneration((await readReached(db)).generation))

export type InstanceFilter = {
  readonly saga?: string
  readonly state?: 'active' | 'ended' | 'stuck' | 'parked'
  readonly limit: number
}

export type InstanceLine = Pick<
  SagaInstanceRow,
  | 'stream'
  | 'status'
  | 'outcome'
  | 'version'
  | 'outstanding'
  | 'parked_count'
  | 'stuck'
  | 'updated_at'
>

/** Instances, those that moved last first. */
export const listInstances = async (
  db: Db,
  { saga, state, limit }: InstanceFilter,
): Promise<readonly InstanceLine[]> => {
  const rows = (await followed(db))
    .selectFrom('saga_instances')
    .select([
      'stream',
      'status',
      'outcome',
      'version',
      'outstanding',
      'parked_count',
      'stuck',
      'updated_at',
    ])
    .orderBy('updated_at', 'desc')
    .limit(limit)
  const ofSaga = saga === undefined ? rows : rows.where('saga', '=', saga)
  switch (state) {
    case 'active':
      return ofSaga.where('status', '=', 'ACTIVE').execute()
    case 'ended':
      return ofSaga.where('status', '=', 'ENDED').execute()
    case 'stuck':
      return ofSaga
        .where('status', '=', 'ACTIVE')
        .where(sql`stuck`, '<>', sql`'{}'::jsonb`)
        .execute()
    case 'parked':
      return ofSaga.where('parked_count', '>', 0).execute()
    case undefined:
      return ofSaga.execute()
    default:
      return state satisfies never
  }
}

export type Letter = ParkedLetter & { readonly stream: string; readonly id: string }

/** Everything that is parked, by instance and in order. */
export const listLetters = async (db: Db, limit: number): Promise<readonly Letter[]> => {
  const rows = await (await followed(db))
    .selectFrom('saga_instances')
    .select(['stream', 'parked'])
    .where('parked_count', '>', 0)
    .orderBy('stream')
    .limit(limit)
    .execute()
  return rows.flatMap(({ stream, parked }) =>
    Object.entries(parked)
      .map(([id, letter]) => ({ stream, id, ...letter }))
      .sort((a, b) => Number(a.revision) - Number(b.revision)),
  )
}

export type TimerLine = {
  readonly timerId: string
  readonly stream: string
  readonly name: string
  readonly dueAt: Date
  /** Negative while it is not due. */
  readonly overdueSeconds: number
}

export type TimerFilter = {
  readonly saga?: string
  readonly due: boolean
  readonly limit: number
}

/** Timers that are set, the next one first. */
export const listTimers = async (
  db: Db,
  { saga, due, limit }: TimerFilter,
): Promise<readonly TimerLine[]> => {
  const pending = db
    .selectFrom('timers')
    .select([
      'timer_id as timerId',
      'saga_stream as stream',
      'kind as name',
      'due_at as dueAt',
      sql<number>`extract(epoch FROM now() - due_at)::float8`.as('overdueSeconds'),
    ])
    .where('state', '=', 'PENDING')
    .orderBy('due_at')
    .limit(limit)
  const ofSaga =
    saga === undefined ? pending : pending.where(sql`split_part(saga_stream, '-', 1)`, '=', saga)
  return (due ? ofSaga.where('due_at', '<=', sql<Date>`now()`) : ofSaga).execute()
}
