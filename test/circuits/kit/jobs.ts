import type { z } from 'zod'
import { JobView } from '../../../commands/jobs/job-view.ts'
import { Refused } from '../../../ops/client/http-client.ts'
import { Standing } from '../../../write-api/commands/responses.ts'
import type { World } from './hub.ts'

/** A job as `GET /v1/jobs/{id}` promises it. */
const Job = JobView.extend(Standing.shape)
export type Job = z.output<typeof Job>

export type Work = {
  readonly source: string
  readonly deviceId: string
  readonly shots?: number
  readonly seed?: string
  readonly calibrationId?: string
  readonly name?: string
}

type Front = Pick<World, 'http' | 'researcher'>

const patienceMs = 150_000

/** Submits through the front door; the job's id. Rejects with what the hub refused. */
export const submit = async ({ http, researcher }: Front, work: Work): Promise<string> => {
  const body = { shots: 1000, seed: 'circuits', ...work }
  const answer = await http.send('POST', '/v1/jobs', body, { token: researcher.token })
  return String(answer.body['jobId'])
}

export const readJob = async (
  { http, researcher }: Front,
  jobId: string,
  prefer = '',
): Promise<Job> => {
  const { body } = await http.get(`/v1/jobs/${jobId}`, { token: researcher.token, prefer })
  return Job.parse(body)
}

/** The job once `until` holds of it; the front door itself holds the answer back meanwhile. */
export const jobWhen = async (
  front: Front,
  jobId: string,
  until: (job: Job) => boolean,
  prefer = 'wait=1',
): Promise<Job> => {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const job = await readJob(front, jobId, prefer)
    if (until(job)) return job
    if (performance.now() > deadline)
      throw new Error(`job ${jobId} is still ${job.status}, billing ${job.billing}`)
  }
}

export const hasEnded = ({ status }: Job): boolean =>
  status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED'

/** Ended, and nothing of its money is held any more. */
export const hasSettled = (job: Job): boolean =>
  hasEnded(job) && (job.billing === 'SETTLED' || job.billing === 'RELEASED')

/** Submits and waits for the end. */
export const run = async (front: Front, work: Work): Promise<Job> =>
  jobWhen(front, await submit(front, work), hasEnded, 'wait=30')

/** The counts of a run that must complete. */
export const countsOf = async (
  front: Front,
  work: Work,
): Promise<Readonly<Record<string, number>>> => {
  const { status, failure, result } = await run(front, work)
  if (result === undefined)
    throw new Error(`${status} ${failure?.code ?? ''} ${failure?.message ?? ''}`)
  return result.counts
}

/** What the hub refused, which it must. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<Refused> => {
  const refused = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refused instanceof Refused) return refused
  throw new Error(`expected a refusal, got ${String(refused)}`)
}
