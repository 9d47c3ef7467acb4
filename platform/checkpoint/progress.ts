import { sql, type Kysely } from 'kysely'
import type { InfrastructureTables } from '../postgres/tables.ts'

/** An event of the log, by its place. */
export type EventRef = { readonly stream: string; readonly revision: string }

/**
 * How far a reader has come in one partition: everything up to the position is done, but for what is carried. That stays
 * true whoever writes it when, so that a late writer can cost work, and never lose any.
 */
export type Progress = {
  readonly position: bigint | 'start'
  readonly carried: readonly EventRef[]
}

export type ProgressStore = {
  readonly load: (partition: number) => Promise<Progress>
  readonly save: (progress: ReadonlyMap<number, Progress>) => Promise<void>
}

export const postgresProgress = (
  db: Kysely<InfrastructureTables>,
  reader: string,
): ProgressStore => ({
  load: async (partition) => {
    const row = await db
      .selectFrom('saga_progress')
      .select(['position', 'carried'])
      .where('reader', '=', reader)
      .where('partition', '=', partition)
      .executeTakeFirst()
    return row ?? { position: 'start', carried: [] }
  },
  save: async (progress) => {
    const rows = [...progress].flatMap(([partition, { position, carried }]) =>
      position === 'start'
        ? []
        : [{ reader, partition, position, carried: JSON.stringify(carried) }],
    )
    if (rows.length === 0) return
    await db
      .insertInto('saga_progress')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['reader', 'partition'])
          .doUpdateSet({
            position: sql`excluded.position`,
            carried: sql`excluded.carried`,
            updated_at: sql`now()`,
          })
          .whereRef('saga_progress.position', '<=', sql`excluded.position`),
      )
      .execute()
  },
})
