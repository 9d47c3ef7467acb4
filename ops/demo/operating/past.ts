import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import type { Traced } from './trace.ts'

const Job = z.object({ status: z.string(), billing: z.string() })
const Then = z.object({
  then: Job,
  now: Job,
  stateDiff: z.object({ changes: z.array(z.object({ pointer: z.string() })) }),
})
export type Travelled = z.output<typeof Then>

/** One job as it was when it was submitted, as it is, and what became of it in between. */
export const travel = async (
  { graphql }: Stage,
  { token }: Person,
  { jobId, submittedAt, chargedAt }: Traced,
): Promise<Travelled> => {
  const seen = Then.parse(
    await graphql(
      `query ($id: ID!, $stream: String!, $from: Position!, $to: Position!) {
        then: job(jobId: $id, asOf: { position: $from }) { status billing }
        now: job(jobId: $id) { status billing }
        stateDiff(stream: $stream, from: { position: $from }, to: { position: $to }) {
          changes { pointer }
        } }`,
      { id: jobId, stream: `job-${jobId}`, from: submittedAt, to: chargedAt },
      token,
    ),
  )
  hold(seen.then.status === 'SUBMITTED', `the job was ${seen.then.status} when it was submitted`)
  hold(seen.now.status !== 'SUBMITTED', 'nothing became of the job')
  hold(seen.stateDiff.changes.length > 0, 'nothing changed between a request and its charge')
  return seen
}
