import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { Broken, hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

const search = `
  query Market($text: String!) {
    listings(first: 5, filter: { text: $text }) { edges { node { appId title } } }
  }`

type Found = {
  readonly listings: {
    readonly edges: readonly { readonly node: { readonly appId: string; readonly title: string } }[]
  }
}

/** Finds the app on the market, as anybody may, without signing in. */
export const findOnMarket = ({ graphql }: Stage, text: string, appId: string): Promise<string> =>
  until('the listing on the market', async () => {
    const { listings } = await graphql<Found>(search, { text })
    return listings.edges.find(({ node }) => node.appId === appId)?.node.title
  })

/** Subscribes and waits until the first period is paid. */
export const subscribe = async (
  { http }: Stage,
  { token }: Person,
  appId: string,
  planId: string,
): Promise<string> => {
  const { body } = await http.send('POST', '/v1/subscriptions', { appId, planId }, { token })
  const subscriptionId = String(body['subscriptionId'])
  const status = await until('the subscription', async () => {
    const read = await http.get(`/v1/subscriptions/${subscriptionId}`, { token })
    return read.body['status'] === 'PENDING' ? undefined : read.body['status']
  })
  hold(status === 'ACTIVE', `the subscription is ${String(status)}`)
  return subscriptionId
}

const Money = z.looseObject({ amount: z.string(), asset: z.string() })
const Job = z.looseObject({
  jobId: z.string(),
  status: z.string(),
  billing: z.string(),
  charged: Money.optional(),
  result: z.looseObject({ counts: z.record(z.string(), z.number()) }).optional(),
})
export type Run = z.output<typeof Job>

/** Runs the app and waits for the result, and for the charge. */
export const run = async (
  { http }: Stage,
  person: Person,
  appId: string,
  inputs: Readonly<Record<string, unknown>>,
  apiKey?: string,
): Promise<Run> => {
  const { token } = person
  const body = { inputs, shots: 1000 }
  const as = apiKey === undefined ? { token } : { apiKey }
  const started = await http.send('POST', `/v1/apps/${appId}/run`, body, as)
  const jobId = String(started.body['jobId'])
  const ended = await until('the run of the app', async () => {
    const job = Job.parse((await http.get(`/v1/jobs/${jobId}`, { token })).body)
    const open = ['NONE', 'RESERVED', 'PENDING'].includes(job.billing)
    return open ? undefined : job
  })
  if (ended.status !== 'COMPLETED') throw new Broken(`the run ended ${ended.status}`)
  return ended
}
