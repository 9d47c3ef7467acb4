import { z } from 'zod'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import type { Cast } from './cast.ts'

export const monthlyPrice = '900'
export const runPrice = '25'
/** Runs a month that the plan by the month gives. */
export const quota = 2

const plan = (name: string, pricing: object, more: object = {}) => ({
  name,
  asset: 'USD/2',
  pricing,
  ...more,
})

const plans = [
  plan(
    'Classroom',
    { kind: 'MONTHLY', price: monthlyPrice },
    {
      trialDays: 14,
      entitlements: [
        { kind: 'METERED', feature: 'runs', quota },
        { kind: 'BOOLEAN', feature: 'api-keys' },
      ],
    },
  ),
  plan('By the run', { kind: 'PAY_PER_USE', perRun: runPrice }),
]

const offer = {
  title: 'Tunable pair',
  summary: 'Two qubits that agree, as often on 1 as you like.',
  categories: ['EDUCATION'],
  supportContact: { kind: 'EMAIL', address: 'support@example.com' },
  plans,
}

const Listing = z.object({
  status: z.string(),
  plans: z.array(z.looseObject({ planId: z.string(), name: z.string() })),
})

export type Plans = { readonly monthly: string; readonly byTheRun: string }

const read = async ({ http }: Stage, appId: string, token: string) =>
  Listing.parse((await http.get(`/v1/listings/${appId}`, { token })).body)

/** The seller drafts a listing and submits it; the operator looks at it and publishes it. The ids of its plans. */
export const putOnMarket = async (stage: Stage, cast: Cast, appId: string): Promise<Plans> => {
  const { http } = stage
  const { developer, operator } = cast
  const { token } = developer
  await http.send('POST', '/v1/listings', { appId, ...offer }, { token })
  await http.send('POST', `/v1/listings/${appId}/submission`, undefined, { token })
  const verdict = { verdict: 'ACCEPT' }
  await http.send('POST', `/v1/listings/${appId}/verdict`, verdict, { token: operator.token })
  const listing = await read(stage, appId, token)
  hold(listing.status === 'PUBLISHED', `the listing is ${listing.status}`)
  const idOf = (name: string): string =>
    listing.plans.find((each) => each.name === name)?.planId ?? ''
  return { monthly: idOf('Classroom'), byTheRun: idOf('By the run') }
}

/** The seller asks for more, from now on; the operator agrees. */
export const raisePrice = async (
  { http }: Stage,
  { developer, operator }: Cast,
  appId: string,
  { monthly, byTheRun }: Plans,
): Promise<void> => {
  const [classroom, single] = plans
  const dearer = { ...classroom, planId: monthly, pricing: { kind: 'MONTHLY', price: '1200' } }
  const changes = { plans: [dearer, { ...single, planId: byTheRun }] }
  const proposed = await http.send(
    'POST',
    `/v1/listings/${appId}/change-requests`,
    { changes },
    { token: developer.token },
  )
  const request = String(proposed.body['requestId'])
  await http.send(
    'POST',
    `/v1/listings/${appId}/change-requests/${request}/verdict`,
    { verdict: 'ACCEPT' },
    { token: operator.token },
  )
}
