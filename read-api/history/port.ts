import type { History } from '../../platform/history/port.ts'
import type { PastTables } from '../../projections/history/row-as-of.ts'

/** What was: computed from the log; whoever assembles the hub hands it over. */
export type ReadHistory = History<PastTables>
export type PastTable = keyof PastTables
export type PastRowOf<Table extends PastTable> = PastTables[Table]
