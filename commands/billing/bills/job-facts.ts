import PQueue from 'p-queue'
import { decodeEvent } from '../../../domain/events.ts'
import { job } from '../../../domain/jobs/job.ts'
import type { JobEvent } from '../../../domain/jobs/job-events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

export type JobFacts = { readonly deviceId: string; readonly appId?: string }

/** Jobs that are read at a time. */
const atOnce = 16

const factsOf = async (store: EventStore, jobId: string): Promise<JobFacts> => {
  const [recorded] = await store.read(streamOf(job, jobId), { maxCount: 1 })
  // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
  const first = recorded === undefined ? undefined : (decodeEvent(recorded) as JobEvent)
  if (first?.type !== 'JobSubmitted')
    throw new Error(`job ${jobId} was paid for and is not in the log`)
  const { deviceId, app } = first.data
  return { deviceId, ...(app === undefined ? {} : { appId: app.appId }) }
}

/** Where jobs ran, and of which app. One that cannot be read throws: it is never left out of a bill. */
export const jobFacts = async (
  store: EventStore,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, JobFacts>> => {
  const queue = new PQueue({ concurrency: atOnce })
  const found = await queue.addAll(
    [...new Set(jobIds)].map((id) => async () => [id, await factsOf(store, id)] as const),
  )
  return new Map(found)
}
