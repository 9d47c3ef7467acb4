import { z } from 'zod'
import { job } from '../../domain/jobs/job.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownJob } from './own-job.ts'

/** Asks for the end of a job. The provider has the last word: it may still complete. */
export const cancelJob = defineCommand({
  name: 'jobs.cancel',
  input: z.strictObject({ jobId: Id, reason: z.string().max(500).default('') }),
  scope: 'jobs:write',
  run: async ({ jobId, reason }, tools) => {
    const owned = await ownJob(tools, jobId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(job, jobId, {
      type: 'RequestCancellation',
      by: 'USER',
      reason,
    })
    return 'stream' in changed ? { answer: { jobId, status: 'CANCELLING' }, changed } : changed
  },
})
