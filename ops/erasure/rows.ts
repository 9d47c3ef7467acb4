import type { Pool } from 'pg'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { personalColumns } from '../../projections/personal-data.ts'

type Place = { readonly schema: string; readonly table: string; readonly live: boolean }

/** Every generation's tables that hold personal data: those that are followed, being built, or not dropped yet. */
export const personalTables = async (pool: Pool, live: number): Promise<readonly Place[]> => {
  const { rows } = await pool.query<{ generation: number }>(
    `SELECT generation FROM read_model_generation WHERE state <> 'DROPPED' OR generation = 1`,
  )
  const schemas = rows.map(({ generation }) => ({
    schema: schemaOfGeneration(generation),
    live: generation === live,
  }))
  const tables = new Set(personalColumns.map(({ table }) => table))
  const places = schemas.flatMap((at) => [...tables].map((table) => ({ ...at, table })))
  const found = await Promise.all(
    places.map(async ({ schema, table }) => {
      const answer = await pool.query('SELECT WHERE to_regclass($1) IS NOT NULL', [
        `${schema}.${table}`,
      ])
      return answer.rows.length > 0
    }),
  )
  return places.filter((_, index) => found[index])
}

/**
 * Empties what stands in clear about these subjects. The projections have done so already where a row is the subject's
 * own; what stands elsewhere, or waits in quarantine, is emptied here. A rebuild finds the key gone and leaves the same.
 * How many rows are about them, by table, in the generation that readers follow.
 */
export const emptyRows = async (
  pool: Pool,
  places: readonly Place[],
  subjects: readonly string[],
): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {}
  for (const { schema, table, live } of places)
    for (const { of, columns, table: holds } of personalColumns) {
      if (holds !== table) continue
      const name = `${schema}.${table}`
      const emptied = columns.map((column) => `"${column}" = NULL`).join(', ')
      const isFilled = columns.map((column) => `"${column}" IS NOT NULL`).join(' OR ')
      await pool.query(
        `UPDATE ${name} SET ${emptied} WHERE "${of}"::text = ANY($1) AND (${isFilled})`,
        [subjects],
      )
      if (!live) continue
      const { rows } = await pool.query<{ rows: number }>(
        `SELECT count(*)::int AS rows FROM ${name} WHERE "${of}"::text = ANY($1)`,
        [subjects],
      )
      counts[table] = (counts[table] ?? 0) + (rows[0]?.rows ?? 0)
    }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
