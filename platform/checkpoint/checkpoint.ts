import { sql, type Kysely } from 'kysely'
import type { InfrastructureTables } from '../postgres/tables.ts'

/** How far a reader of the log has come. It only moves forward. */
export type Checkpoint = {
  readonly load: () => Promise<bigint | 'start'>
  readonly save: (position: bigint) => Promise<void>
}

export const postgresCheckpoint = (db: Kysely<InfrastructureTables>, name: string): Checkpoint => ({
  load: async () => {
    const row = await db
      .selectFrom('projection_checkpoint')
      .select('position')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.position ?? 'start'
  },
  save: async (position) => {
    await db
      .insertInto('projection_checkpoint')
      .values({ name, position })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ position, updated_at: sql`now()` })
          .where('projection_checkpoint.position', '<', position),
      )
      .execute()
  },
})
