import { definitions, type JobEvent } from '../../domain/jobs/job-events.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import { changeOf, submittedRow } from './job-row.ts'
import type { JobRow, JobTransitionRow } from './tables.ts'

/** Jobs with their timelines; programs and results in rows of their own. */
export const jobs = projectionOf({
  name: 'jobs',
  definitions,
  touches: ({ data }) => [{ table: 'jobs', key: { job_id: data.jobId } }],
  apply: (event, rows) => {
    const before = rows.get('jobs', { job_id: event.data.jobId })
    const after = rowAfter(before, event)
    return [
      { do: 'put', table: 'jobs', row: after },
      { do: 'add', table: 'job_transitions', row: transition(before, after, event) },
      ...besides(event),
    ]
  },
})

const rowAfter = (before: JobRow | undefined, event: Projected<JobEvent>): JobRow => {
  if (event.type === 'JobSubmitted') return submittedRow(event)
  const row = existing(before, event)
  const { revision, position } = event
  const updated_at = new Date(event.data.at)
  return { ...row, ...changeOf(row, event), updated_at, revision, position }
}

const transition = (
  before: JobRow | undefined,
  after: JobRow,
  event: Projected<JobEvent>,
): JobTransitionRow => ({
  job_id: after.job_id,
  revision: event.revision,
  type: event.type,
  at: new Date(event.type === 'JobSubmitted' ? event.data.submittedAt : event.data.at),
  from_status: before?.status ?? null,
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
    const { jobId, source } = event.data
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
