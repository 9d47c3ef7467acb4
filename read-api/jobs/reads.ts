import { sql } from 'kysely'
import type { JobStatus } from '../../domain/jobs/job.ts'
import type { JobRow } from '../../projections/jobs/tables.ts'
import { isOneOf, uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, takePage } from '../pagination/keyset.ts'
import { byUuid, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { jobIsVisible, quoteIsVisible } from './visible.ts'

/** Programs, results and timelines are reached through a job alone, and so only where the job is visible. */
export const jobLoaders = (db: ReadDb, caller: Caller) => ({
  jobs: byUuid(
    (ids) =>
      db
        .selectFrom('jobs')
        .selectAll()
        .where('job_id', 'in', ids)
        .where(jobIsVisible(caller))
        .execute(),
    ({ job_id }) => job_id,
  ),
  programs: byUuid(
    (ids) => db.selectFrom('job_programs').selectAll().where('job_id', 'in', ids).execute(),
    ({ job_id }) => job_id,
  ),
  results: byUuid(
    (ids) => db.selectFrom('job_results').selectAll().where('job_id', 'in', ids).execute(),
    ({ job_id }) => job_id,
  ),
  correlations: byUuid(
    (ids) =>
      db
        .selectFrom('job_transitions')
        .select(['job_id', 'correlation_id'])
        .where('job_id', 'in', ids)
        .where(sql<boolean>`revision = 0`)
        .execute(),
    ({ job_id }) => job_id,
  ),
  quotes: byUuid(
    (ids) =>
      db
        .selectFrom('quotes')
        .selectAll()
        .where('quote_id', 'in', ids)
        .where(quoteIsVisible(caller))
        .execute(),
    ({ quote_id }) => quote_id,
  ),
  timelines: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('job_transitions')
        .selectAll()
        .whereRef('job_transitions.job_id', '=', 'parent.id'),
    ({ revision }) => [revision.toString()],
  ),
})

export type Perspective = 'SUBMITTED' | 'PROVIDED'

export type JobFilter = {
  readonly perspective?: Perspective | null | undefined
  readonly status?: readonly JobStatus[] | null | undefined
  readonly deviceId?: string | null | undefined
  readonly submittedFrom?: Date | null | undefined
  readonly submittedBefore?: Date | null | undefined
  readonly tags?: readonly string[] | null | undefined
}

/** `organisation` is the caller's: what it submitted, or what runs on its devices. */
export const readJobs = (
  db: ReadDb,
  caller: Caller,
  organisation: string,
  filter: JobFilter,
  page: PageRequest,
): Promise<readonly JobRow[]> => {
  let query = db.selectFrom('jobs').selectAll().where(jobIsVisible(caller))
  if (filter.perspective === 'SUBMITTED') query = query.where('organisation', '=', organisation)
  if (filter.perspective === 'PROVIDED')
    query = query.where('provider_organisation', '=', organisation)
  if (filter.status != null) query = query.where(isOneOf('status', filter.status))
  if (filter.deviceId != null)
    query = query.where('device_id', '=', uuidArgument('deviceId', filter.deviceId))
  if (filter.submittedFrom != null) query = query.where('submitted_at', '>=', filter.submittedFrom)
  if (filter.submittedBefore != null)
    query = query.where('submitted_at', '<', filter.submittedBefore)
  if (filter.tags != null) query = query.where(sql<boolean>`tags @> ${filter.tags}::text[]`)
  return takePage(query, page).execute()
}
