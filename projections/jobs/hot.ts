import type { CacheWrite } from '../../platform/cache/cache.ts'
import { hotKeys, hotLifeMs, type HotJob } from '../../platform/positions/hot-keys.ts'
import { subjects, type JobNotice } from '../../platform/positions/notices.ts'
import type { Notice } from '../shared/notice.ts'
import type { JobRow } from './tables.ts'

type Shown = Pick<
  JobRow,
  'job_id' | 'organisation' | 'status' | 'phase' | 'billing' | 'revision' | 'position'
>

export const hotJob = (generation: number, row: Shown): CacheWrite => {
  const { jobId, ...value } = noticeOf(row)
  const hot: HotJob = value
  const key = hotKeys(generation).job(jobId)
  return { kind: 'set', key, value: JSON.stringify(hot), ttlMs: hotLifeMs }
}

export const jobNotice = (row: Shown): Notice => ({
  subject: subjects.job(row.job_id),
  message: noticeOf(row),
})

const noticeOf = (row: Shown): JobNotice => ({
  jobId: row.job_id,
  organisation: row.organisation,
  status: row.status,
  phase: row.phase,
  billing: row.billing,
  revision: row.revision.toString(),
  position: row.position.toString(),
})
