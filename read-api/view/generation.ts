import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { ReadDb } from './db.ts'

/** The tables of the generation that an answer is read from. */
export const tablesOf =
  (db: ReadDb) =>
  (generation: number): ReadDb =>
    db.withSchema(schemaOfGeneration(generation))
