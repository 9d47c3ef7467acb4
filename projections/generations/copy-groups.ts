import type { Pool, PoolClient } from 'pg'
import { checkpointOf, readModel, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { Group } from '../groups.ts'
import { inTransaction } from '../runner/transaction.ts'
import { GenerationRefused } from './generations.ts'

const columnsOf = `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`

const copyRows = async (
  client: PoolClient,
  from: string,
  to: string,
  table: string,
): Promise<void> => {
  const { rows } = await client.query<{ columns: string }>(columnsOf, [`${to}.${table}`])
  const columns = rows[0]?.columns ?? ''
  await client.query(
    `INSERT INTO ${to}.${table} (${columns}) SELECT ${columns} FROM ${from}.${table}`,
  )
}

const checkpoints = `INSERT INTO projection_checkpoint (name, generation, position, events)
  SELECT t.name, $3, c.position, c.events FROM projection_checkpoint c
    JOIN unnest($1::text[], $2::text[]) AS t (origin, name) ON t.origin = c.name
  RETURNING name, position`

type Place = { readonly name: string; readonly position: bigint }

/** What else is made of the copies before anybody sees them; how far each group's are, by its name. */
export type OnCopied = (client: PoolClient, places: ReadonlyMap<string, bigint>) => Promise<unknown>

/** They are there: a copy is made once. */
export const isCopied = async (
  pool: Pick<Pool, 'query'>,
  generation: number,
  groups: readonly Group[],
): Promise<boolean> => {
  const names = groups.map(({ name }) => checkpointOf(generation, name))
  const sql = 'SELECT FROM projection_checkpoint WHERE name = ANY($1)'
  return (await pool.query(sql, [names])).rowCount === names.length
}

/**
 * The rows of some groups as readers see them, with how far they are, in one snapshot and one transaction: done
 * altogether or not at all, and once.
 */
export const copyGroups = (
  pool: Pool,
  generation: number,
  groups: readonly Group[],
  onCopied: OnCopied = () => Promise.resolve(),
): Promise<void> =>
  inTransaction(
    pool,
    async (client) => {
      await client.query('SET LOCAL statement_timeout = 0')
      if (await isCopied(client, generation, groups)) return
      const names = groups.map(({ name }) => checkpointOf(generation, name))
      const { rows: pointers } = await client.query<{ generation: number }>(
        'SELECT generation FROM generation_pointer WHERE read_model = $1',
        [readModel],
      )
      const live = pointers[0]?.generation
      if (live === undefined)
        throw new GenerationRefused('no generation is live: there are no rows to copy')
      const origins = groups.map(({ name }) => checkpointOf(live, name))
      const { rows: places } = await client.query<Place>(checkpoints, [origins, names, generation])
      if (places.length !== groups.length)
        throw new GenerationRefused(
          'a group of tables that is to be copied was never projected: build it from the log',
        )
      const [from, to] = [schemaOfGeneration(live), schemaOfGeneration(generation)]
      for (const table of groups.flatMap(({ tables }) => tables))
        await copyRows(client, from, to, table)
      await client.query(
        `INSERT INTO ${to}.quarantine SELECT * FROM ${from}.quarantine WHERE group_name = ANY($1)`,
        [groups.map(({ name }) => name)],
      )
      const placeOf = ({ name }: Group): bigint =>
        places.find((place) => place.name === checkpointOf(generation, name))?.position ?? 0n
      await onCopied(client, new Map(groups.map((group) => [group.name, placeOf(group)])))
    },
    'ISOLATION LEVEL REPEATABLE READ',
  )
