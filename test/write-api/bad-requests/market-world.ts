import { randomUUID } from 'node:crypto'
import { change } from '../../../commands/shared/change.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { app } from '../../../domain/catalog/app.ts'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { subscription } from '../../../domain/subscriptions/subscription.ts'
import { free } from '../../kit/plans.ts'
import { succeed } from '../kit/client.ts'
import type { TestHub } from '../kit/hub.ts'
import type { Person } from '../kit/people.ts'

export const plan = {
  name: 'By the month',
  asset: 'USD/2',
  pricing: { kind: 'MONTHLY', price: '900' },
}

export const listingOffer = {
  title: 'An app',
  summary: 'It does something.',
  categories: ['TOOLS'],
  supportContact: { kind: 'EMAIL', address: 'support@example.com' },
  plans: [plan],
}

export const opinion = { rating: 3, title: 'Fine', body: 'It does what it says.' }

/** Listings in every state that somebody may ask something wrong of, and a review that was hidden. */
export const prepareMarket = async (
  hub: TestHub,
  seller: Person,
  buyer: Person,
  operator: Person,
) => {
  const tell = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ): Promise<void> => {
    const context = systemContext('test', randomUUID(), id, id)
    const told = await change(hub.services, context, 'test', aggregate, id, command)
    if (!('stream' in told)) throw new Error(told.detail)
  }
  const post = ({ token }: Person, path: string, body?: object) =>
    succeed(hub.app, 'POST', path, { token, ...(body === undefined ? {} : { body }) })

  const createApp = async (slug: string, more: object = {}): Promise<string> => {
    const appId = randomUUID()
    const { organisationId } = seller
    const details = { name: slug, summary: '', type: 'TOOL', licence: 'MIT', readme: '', tags: [] }
    await tell(app, appId, {
      ...{ type: 'CreateApp', appId, organisationId, slug, visibility: 'PUBLIC' },
      details: { ...details, type: 'TOOL' },
    })
    await tell(app, appId, {
      ...{ type: 'RecordRelease', appId, versionId: randomUUID(), semver: '1.0.0' },
    })
    await post(seller, '/v1/listings', { appId, ...listingOffer, ...more })
    return appId
  }
  const publish = async (slug: string): Promise<string> => {
    const appId = await createApp(slug)
    await post(seller, `/v1/listings/${appId}/submission`)
    await post(operator, `/v1/listings/${appId}/verdict`, { verdict: 'ACCEPT' })
    return appId
  }

  const empty = await createApp('empty', { plans: [] })
  const draft = await createApp('draft')
  const published = await publish('published')
  const changing = await publish('changing')
  await post(seller, `/v1/listings/${changing}/change-requests`, { changes: { previewRuns: 1 } })
  const suspended = await publish('suspended')
  await post(operator, `/v1/listings/${suspended}/suspension`, { reason: 'test' })
  const { token } = seller
  const off = { token, body: { available: false } }
  await succeed(hub.app, 'PUT', `/v1/listings/${suspended}/availability`, off)

  const subscriptionId = randomUUID()
  await tell(subscription, subscriptionId, {
    type: 'StartSubscription',
    subscriptionId,
    organisation: buyer.organisationId,
    subscriber: buyer.userId,
    appId: published,
    sellerOrganisation: seller.organisationId,
    plan: free(),
    versionId: randomUUID(),
    commissionBasisPoints: 1000,
    trial: false,
    chargeId: randomUUID(),
  })
  const use = { kind: 'SUBSCRIPTION', subscriptionId }
  const written = await post(buyer, `/v1/apps/${published}/reviews`, { ...opinion, use })
  const reviewId = String(written.body.reviewId)
  await succeed(hub.app, 'PUT', `/v1/reviews/${reviewId}/visibility`, {
    token: operator.token,
    body: { visibility: 'HIDDEN', reason: 'test' },
  })
  return { empty, draft, published, changing, suspended, hiddenReview: reviewId, use }
}
