import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'

const query = `
  query Figures($appId: ID!) {
    listing(appId: $appId) {
      rating { average count }
      metrics { subscriptions runs }
    }
  }`

type Figures = {
  readonly rating: { readonly average: number | null; readonly count: number }
  readonly metrics: { readonly subscriptions: number; readonly runs: number }
}

/** The buyer who used the app says what they think; the seller answers. */
export const review = async (
  { http }: Stage,
  { carl, developer }: Cast,
  appId: string,
  subscriptionId: string,
): Promise<void> => {
  const opinion = {
    rating: 5,
    title: 'My students got it at once',
    body: 'Turn the angle, watch the odds.',
    use: { kind: 'SUBSCRIPTION', subscriptionId },
  }
  const written = await http.send('POST', `/v1/apps/${appId}/reviews`, opinion, {
    token: carl.token,
  })
  const reviewId = String(written.body['reviewId'])
  await http.send(
    'PUT',
    `/v1/reviews/${reviewId}/reply`,
    { reply: 'Thank you! Three qubits come next.' },
    { token: developer.token },
  )
}

/** What the market says of the app once it has counted so much. */
export const figuresOf = async (
  { graphql }: Stage,
  appId: string,
  expected: { readonly subscriptions: number; readonly runs: number },
): Promise<Figures> => {
  const figures = await until('the figures of the listing', async () => {
    const { listing } = await graphql<{ readonly listing: Figures | null }>(query, { appId })
    if (listing === null) return undefined
    const { subscriptions, runs } = listing.metrics
    const counted = subscriptions >= expected.subscriptions && runs >= expected.runs
    return counted && listing.rating.count > 0 ? listing : undefined
  })
  hold(figures.metrics.runs === expected.runs, `${figures.metrics.runs} runs were counted`)
  hold(figures.rating.average === 5, 'the rating is not the average of its only review')
  return figures
}
