import { setTimeout as pause } from 'node:timers/promises'
import type { GraphqlClient } from '../client/graphql-client.ts'
import type { Cast } from './cast.ts'
import type { Counts } from './circuits.ts'
import { Broken } from './expect.ts'
import type { Submitted } from './submissions.ts'

type Money = { readonly amount: string; readonly asset: string; readonly decimal: string }

export type Outcome = {
  readonly jobId: string
  readonly status: string
  readonly billing: string
  readonly maximumCost: Money
  readonly charge: { readonly charged: Money } | null
  readonly failure: {
    readonly code: string
    readonly message: string
    readonly faultDomain: string
  } | null
  readonly result: { readonly counts: Counts; readonly resultHash: string } | null
}

const query = `
  query Job($jobId: ID!, $position: Position!) @atLeast(position: $position, waitMs: 10000) {
    job(jobId: $jobId) {
      jobId status billing
      maximumCost { amount asset decimal }
      charge { charged { amount asset decimal } }
      failure { code message faultDomain }
      result { counts resultHash }
    }
  }`

const resolved: ReadonlySet<string> = new Set(['SETTLED', 'RELEASED', 'NONE'])
const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const patienceMs = 120_000

/** Asks the GraphQL front door until the job has ended and its money is resolved. */
export const outcomeOf = async (
  graphql: GraphqlClient,
  { researcher }: Cast,
  { jobId, position, label }: Submitted,
): Promise<Outcome> => {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const { job } = await graphql<{ readonly job: Outcome | null }>(
      query,
      { jobId, position },
      researcher.token,
    )
    if (job === null) throw new Broken(`${label} is not to be seen`)
    if (ended.has(job.status) && resolved.has(job.billing)) return job
    await pause(100)
  }
  throw new Broken(`${label} did not end within ${patienceMs / 1000} s`)
}
