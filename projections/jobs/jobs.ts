import { definitions, type JobEvent } from '../../domain/jobs/job-events.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import { changeOf, submittedRow } from './job-row.ts'
import type { JobRow, JobTransitionRow } from './tables.ts'

/** Jobs with their timelines; programs and results in rows of their own. */
export const jobs = projectionOf({
  name: 'jobs',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'jobs', key: { job_id: data.jobId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const row = rows.get('jobs', { job_id: event.data.jobId })
    const write = jobWrite(row, event)
    const after =
      write.do === 'put' ? write.row : { ...standing(existing(row, event)), ...write.to }
    return [
      write,
      { do: 'add', table: 'job_transitions', row: transition(row?.status ?? null, after, event) },
      ...besides(event),
    ]
  },
})

/** What becomes of the job's one row. */
export const jobWrite = (row: JobRow | undefined, event: Projected<JobEvent>) => {
  if (event.type === 'JobSubmitted')
    return { do: 'put', table: 'jobs', row: submittedRow(event) } as const
  const { revision, position } = event
  const updated_at = new Date(event.data.at)
  const to = { ...changeOf(existing(row, event), event), updated_at, revision, position }
  return { do: 'change', table: 'jobs', key: { job_id: event.data.jobId }, to } as const
}

type Standing = Pick<JobRow, 'status' | 'phase' | 'billing'>

const standing = ({ status, phase, billing }: JobRow): Standing => ({ status, phase, billing })

const transition = (
  from: JobRow['status'] | null,
  after: Standing,
  event: Projected<JobEvent>,
): JobTransitionRow => ({
  job_id: event.data.jobId,
  revision: event.revision,
  type: event.type,
  at: new Date(event.type === 'JobSubmitted' ? event.data.submittedAt : event.data.at),
  from_status: from,
  to_status: after.status,
  phase: after.phase,
  billing: after.billing,
  detail: detailOf(event),
  event_id: event.id,
  causation_id: event.metadata.$causationId,
  correlation_id: event.metadata.$correlationId,
  position: event.position,
})

const detailOf = (event: JobEvent): Readonly<Record<string, unknown>> => {
  switch (event.type) {
    case 'JobSubmitted': {
      const { deviceId, shots, estimate, maximumCost } = event.data
      return { deviceId, shots, estimate, maximumCost }
    }
    case 'JobCompleted': {
      const { usage, result } = event.data
      return { usage, resultHash: result.resultHash }
    }
    default:
      return Object.fromEntries(
        Object.entries(event.data).filter(([name]) => name !== 'jobId' && name !== 'at'),
      )
  }
}

const besides = (event: Projected<JobEvent>): readonly RowWrite[] => {
  const { position } = event
  if (event.type === 'JobSubmitted') {
    const { jobId, source, app } = event.data
    // The program of an app is its seller's; who runs it does not see it.
    if (app !== undefined) return []
    return [{ do: 'add', table: 'job_programs', row: { job_id: jobId, source, position } }]
  }
  if (event.type !== 'JobCompleted') return []
  const { jobId, result } = event.data
  const row = {
    job_id: jobId,
    bit_order: result.bitOrder,
    histogram: result.histogram,
    registers: result.registers,
    shots: result.shots,
    execution_seconds: result.executionSeconds,
    engine: result.engine,
    seed: result.seed,
    program_hash: result.programHash,
    result_hash: result.resultHash,
    position,
  }
  return [{ do: 'add', table: 'job_results', row }]
}
