import { sql, type Kysely } from 'kysely'
import type { InfrastructureTables } from '../postgres/tables.ts'

/** The name of the read models in `generation_pointer`. */
export const readModel = 'read-model'

/** The name of a generation's row in `projection_checkpoint`. */
export const checkpointOf = (generation: number): string => `${readModel}@${generation}`

export type Reached = {
  readonly generation: number
  readonly position: bigint
  /** When the checkpoint last moved. */
  readonly movedAt: Date
}

/** The generation that readers follow and how far its rows are: the truth that notices only tell of. */
export const readReached = async (db: Kysely<InfrastructureTables>): Promise<Reached> => {
  const row = await db
    .selectFrom('generation_pointer as pointer')
    .innerJoin('projection_checkpoint as checkpoint', (join) =>
      join
        .onRef('checkpoint.generation', '=', 'pointer.generation')
        .on('checkpoint.name', '=', sql<string>`pointer.read_model || '@' || pointer.generation`),
    )
    .where('pointer.read_model', '=', readModel)
    .select(['pointer.generation', 'checkpoint.position', 'checkpoint.updated_at as movedAt'])
    .executeTakeFirst()
  // Before the projector's first start nothing has been read.
  return row ?? { generation: 1, position: 0n, movedAt: new Date(0) }
}
