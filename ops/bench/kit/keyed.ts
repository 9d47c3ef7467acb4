import { definitions } from '../../../domain/jobs/job-events.ts'
import type { Group } from '../../../projections/groups.ts'
import { jobWrite } from '../../../projections/jobs/jobs.ts'
import { projectionOf } from '../../../projections/shared/projection.ts'
import { groupsNamed } from './rebuild.ts'

/** The jobs' own rows, without their timelines, programs and results. */
const jobsAlone = projectionOf({
  name: 'jobs',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'jobs', key: { job_id: data.jobId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => [jobWrite(rows.get('jobs', { job_id: event.data.jobId }), event)],
})

/** Jobs by their id and nothing else: one row a job, changed by each of its events. */
export const keyed: readonly Group[] = groupsNamed(['jobs']).map((group) => ({
  ...group,
  projections: [jobsAlone],
}))
