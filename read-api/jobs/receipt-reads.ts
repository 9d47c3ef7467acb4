import { byUuid } from '../view/batch.ts'
import type { ReadDb } from '../view/db.ts'

/** The ledger's legs of jobs. For who may see the whole of a job's money: the caller is asked before. */
export const receiptLoaders = (db: ReadDb) => ({
  entriesOfJob: byUuid(
    async (ids) => {
      const rows = await db
        .selectFrom('ledger_entries')
        .selectAll()
        .where('job_id', 'in', ids)
        .orderBy('position')
        .orderBy('leg')
        .execute()
      const ofJob = (jobId: string) => rows.filter((row) => row.job_id === jobId)
      return ids.flatMap((jobId) => {
        const entries = ofJob(jobId)
        return entries.length === 0 ? [] : [{ jobId, entries }]
      })
    },
    ({ jobId }) => jobId,
  ),
})
