import type { Kysely } from 'kysely'
import type { ReadModelTables } from '../../projections/tables.ts'

/** The tables of one generation. */
export type ReadDb = Kysely<ReadModelTables>
