import { sql, type Kysely } from 'kysely'
import type { InfrastructureTables } from '../postgres/tables.ts'

/** The name of the read models in `generation_pointer`. */
export const readModel = 'read-model'

/** The name of a row in `projection_checkpoint`: how far one group of a generation's tables is. */
export const checkpointOf = (generation: number, group: string): string =>
  `${readModel}@${generation}/${group}`

/** Where a generation's tables are: the first in those that the migrations made, a later one in a schema of its own. */
export const schemaOfGeneration = (generation: number): string =>
  generation === 1 ? 'public' : `g${generation}`

export type Reached = {
  readonly generation: number
  readonly position: bigint
  /** When the checkpoint last moved. */
  readonly movedAt: Date
}

/** The generation that readers follow and how far its rows are, all of them: the truth that notices only tell of. */
export const readReached = async (db: Kysely<InfrastructureTables>): Promise<Reached> => {
  const row = await db
    .selectFrom('generation_pointer as pointer')
    .innerJoin('projection_checkpoint as checkpoint', (join) =>
      join
        .onRef('checkpoint.generation', '=', 'pointer.generation')
        .on('checkpoint.name', 'like', `${readModel}@%`),
    )
    .where('pointer.read_model', '=', readModel)
    .select([
      'pointer.generation',
      sql<bigint>`min(checkpoint.position)`.as('position'),
      sql<Date>`min(checkpoint.updated_at)`.as('movedAt'),
    ])
    .groupBy('pointer.generation')
    .executeTakeFirst()
  // Before the projector's first start nothing has been read.
  return row ?? { generation: 1, position: 0n, movedAt: new Date(0) }
}
