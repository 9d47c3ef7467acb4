import { setTimeout as pause } from 'node:timers/promises'
import type { GraphqlClient } from '../client/graphql-client.ts'
import { sagas } from './checks/sagas.ts'
import { readLog } from './evidence.ts'

type Seen = { readonly job: { readonly status: string; readonly billing: string } | null }

const query = 'query Job($jobId: ID!) { job(jobId: $jobId) { status billing } }'
const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const resolved: ReadonlySet<string> = new Set(['NONE', 'SETTLED', 'RELEASED', 'REFUNDED'])
const lookEveryMs = 250

const isSettled = async (graphql: GraphqlClient, token: string, jobId: string) => {
  // While the hub recovers it may not answer yet: that is no answer about the job.
  const seen = await graphql<Seen>(query, { jobId }, token).catch(() => undefined)
  const found = seen?.job
  return found != null && ended.has(found.status) && resolved.has(found.billing)
}

const nothingIsOpen = async (dataDir: string): Promise<boolean> => {
  const log = await readLog(dataDir).catch(() => undefined)
  if (log === undefined) return false
  return (
    sagas({ log, given: [], runs: [], readModels: { jobs: [], wallets: [], balances: [] } })
      .length === 0
  )
}

/**
 * Waits until every job has ended with its billing resolved, as its owner would see it, and every saga with it. Past the
 * deadline it just returns: the checks say what is missing.
 */
export const settle = async (
  graphql: GraphqlClient,
  token: string,
  dataDir: string,
  jobIds: readonly string[],
  deadlineMs: number,
  onProgress: (settled: number) => void,
): Promise<void> => {
  const deadline = performance.now() + deadlineMs
  const open = new Set(jobIds)
  while (performance.now() < deadline) {
    for (const jobId of open) if (await isSettled(graphql, token, jobId)) open.delete(jobId)
    onProgress(jobIds.length - open.size)
    if (open.size === 0 && (await nothingIsOpen(dataDir))) return
    await pause(lookEveryMs)
  }
}
