import type { ReadDb } from './db.ts'

/** The first generation lives where the migrations made it, a later one in a schema of its own with the same tables. */
export const tablesOf =
  (db: ReadDb) =>
  (generation: number): ReadDb =>
    generation === 1 ? db : db.withSchema(`g${generation}`)
