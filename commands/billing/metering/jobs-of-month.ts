import PQueue from 'p-queue'
import { boundsOf } from '../../../domain/billing/metering/months.ts'
import { jobUsageOf, type JobUsage } from '../../../domain/billing/metering/job-usage.ts'
import { wallet, walletIdOf, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { job } from '../../../domain/jobs/job.ts'
import type { JobEvent } from '../../../domain/jobs/job-events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { EventStore, RecordedEvent } from '../../../platform/event-store/types.ts'
import { readBooks } from '../../shared/books/read.ts'

/** Jobs that are read at a time. */
const atOnce = 16

export type JobsOfMonth = {
  readonly jobs: readonly JobUsage[]
  /** Position of the log. */
  readonly upTo: string
}

/**
 * What an organisation's jobs used in a month, read off the log alone: its wallet names every job that money was held for,
 * and the job's own stream says what ran. A job that the wallet names and the log does not have is a source that fails,
 * never usage of nothing.
 */
export const jobsOfMonth = async (
  eventStore: EventStore,
  organisation: string,
  asset: string,
  month: string,
  upTo: string | undefined,
): Promise<JobsOfMonth | Failure> => {
  const cut = upTo === undefined ? await eventStore.head() : BigInt(upTo)
  const known = ({ position }: RecordedEvent): boolean => position <= cut
  const { events } = await readBooks(eventStore, wallet, walletIdOf(organisation, asset))
  const jobIds = heldFor(events.filter(known), month)
  const queue = new PQueue({ concurrency: atOnce })
  const read = await queue.addAll(
    jobIds.map((jobId) => async () => ({
      jobId,
      events: await eventStore.read(streamOf(job, jobId)),
    })),
  )
  const missing = read.find(({ events }) => events.length === 0)
  if (missing !== undefined)
    return { code: 'UNAVAILABLE', detail: `What job ${missing.jobId} used cannot be read now.` }
  const jobs = read.flatMap(({ events }) => {
    // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
    const used = jobUsageOf(events.filter(known).map((event) => decodeEvent(event) as JobEvent))
    return used?.month === month ? [used] : []
  })
  return { jobs, upTo: cut.toString() }
}

/** Jobs that money was held for before the month ended, and that were not settled before it began: no other ended in it. */
const heldFor = (events: readonly RecordedEvent[], month: string): readonly string[] => {
  const { start, end } = boundsOf(month)
  const held = new Set<string>()
  const settledBefore = new Set<string>()
  for (const event of events) {
    const at = msOf(event.metadata.occurredAt)
    const jobId = ofHolds.has(event.type) ? jobIdIn(event) : undefined
    if (jobId === undefined) continue
    if (event.type === 'FundsHeld') {
      if (at < end) held.add(jobId)
    } else if (at < start) settledBefore.add(jobId)
  }
  return [...held].filter((jobId) => !settledBefore.has(jobId))
}

const ofHolds: ReadonlySet<string> = new Set(['FundsHeld', 'HoldCaptured', 'HoldReleased'])

/** The job that a hold is for; undefined for one that is for something else. */
const jobIdIn = (event: RecordedEvent): string | undefined => {
  // The wallet's own stream; the stored contract is checked by decodeEvent.
  const { type, data } = decodeEvent(event) as WalletEvent
  switch (type) {
    case 'FundsHeld':
    case 'HoldReleased':
      return data.purpose === 'JOB' ? data.subjectId : undefined
    case 'HoldCaptured':
      return data.jobId
    default:
      throw new Error(`${event.type} in ${event.stream} is no event of a hold`)
  }
}
