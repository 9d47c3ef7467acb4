import type { JobRow } from '../../projections/jobs/tables.ts'
import { creationKey } from '../pagination/creation.ts'
import type { SortKey, SortOrder } from '../pagination/keyset.ts'

export type JobOrderName = 'SUBMITTED_AT' | 'NAME' | 'SHOTS'

type JobOrder = SortOrder & { readonly keyOf: (row: JobRow) => SortKey }

/** Position of creation: the order of the log, which no two jobs share. */
const created = { column: 'created_position', type: 'bigint' } as const

export const jobOrders: Readonly<Record<JobOrderName, JobOrder>> = {
  SUBMITTED_AT: {
    name: 'job.submitted',
    columns: [created],
    keyOf: creationKey,
  },
  NAME: {
    name: 'job.name',
    columns: [{ column: 'name', type: 'text' }, created],
    keyOf: (row) => [row.name, row.created_position.toString()],
  },
  SHOTS: {
    name: 'job.shots',
    columns: [{ column: 'shots', type: 'integer' }, created],
    keyOf: (row) => [row.shots.toString(), row.created_position.toString()],
  },
}

export const timelineOrder: SortOrder = {
  name: 'job.timeline',
  columns: [{ column: 'revision', type: 'bigint' }],
}
