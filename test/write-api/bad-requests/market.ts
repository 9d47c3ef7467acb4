import { randomUUID } from 'node:crypto'
import type { HTTPMethods } from 'fastify'
import type { BadRequest } from './bad-request.ts'
import { listingOffer, opinion, plan } from './market-world.ts'
import { sendAs, type World } from './world.ts'

type Who = keyof World['people']
type Listing = Exclude<keyof World['market'], 'hiddenReview' | 'use'>

const ofListing =
  (listing: Listing, method: HTTPMethods, path: string, body?: object, who: Who = 'seller') =>
  (world: World) =>
    sendAs(world, who, method, `/v1/listings/${world.market[listing]}${path}`, {
      ...(body === undefined ? {} : { body }),
    })

const edit = (
  what: string,
  plans: readonly object[],
  pointer: string,
  code: string,
): BadRequest => ({
  what: `listing: ${what}`,
  code: 'INVALID_INPUT',
  send: ofListing('draft', 'PATCH', '', { plans }),
  issue: { pointer, code },
})

const ofReview = (method: HTTPMethods, path: string, body: object, who: Who) => (world: World) =>
  sendAs(world, who, method, `/v1/reviews/${world.market.hiddenReview}${path}`, { body })

const write =
  (use: (world: World) => object, who: Who = 'stranger') =>
  (world: World) =>
    sendAs(world, who, 'POST', `/v1/apps/${world.market.published}/reviews`, {
      body: { ...opinion, use: use(world) },
    })

const tiers = (...upTo: readonly (number | null)[]) => ({
  ...plan,
  pricing: {
    kind: 'TIERED',
    mode: 'VOLUME',
    tiers: upTo.map((each) => ({ upTo: each, perRun: '1' })),
  },
})

export const marketRequests: readonly BadRequest[] = [
  {
    what: 'listing: of an app that is not theirs',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'seller', 'POST', '/v1/listings', {
        body: { appId: randomUUID(), ...listingOffer },
      }),
  },
  {
    what: 'listing: a second one of an app',
    code: 'ALREADY_EXISTS',
    send: (world) =>
      sendAs(world, 'seller', 'POST', '/v1/listings', {
        body: { appId: world.market.draft, ...listingOffer },
      }),
  },
  {
    what: 'listing: by who develops nothing',
    code: 'FORBIDDEN',
    send: ofListing('draft', 'POST', '/submission', undefined, 'researcher'),
  },
  {
    what: 'listing: submitted without a plan',
    code: 'LISTING_INCOMPLETE',
    send: ofListing('empty', 'POST', '/submission'),
  },
  {
    what: 'listing: published without being submitted',
    code: 'ILLEGAL_LISTING_TRANSITION',
    send: ofListing('draft', 'POST', '/verdict', { verdict: 'ACCEPT' }, 'operator'),
  },
  {
    what: 'listing: declined without a reason',
    code: 'INVALID_INPUT',
    send: ofListing('draft', 'POST', '/verdict', { verdict: 'DECLINE' }, 'operator'),
    issue: { pointer: '/reason' },
  },
  {
    what: 'listing: edited while it is on the market',
    code: 'ILLEGAL_LISTING_TRANSITION',
    send: ofListing('published', 'PATCH', '', { title: 'Another' }),
  },
  {
    what: 'listing: back on the market past the operator',
    code: 'LISTING_REVIEW_REQUIRED',
    send: ofListing('suspended', 'PUT', '/availability', { available: true }),
  },
  {
    what: 'listing: a second change request',
    code: 'CHANGE_REQUEST_OPEN',
    send: ofListing('changing', 'POST', '/change-requests', { changes: { previewRuns: 2 } }),
  },
  {
    what: 'listing: a change that changes nothing',
    code: 'INVALID_INPUT',
    send: ofListing('published', 'POST', '/change-requests', { changes: { title: 'An app' } }),
  },
  {
    what: 'listing: a screenshot without encryption',
    code: 'INVALID_INPUT',
    send: ofListing('draft', 'PATCH', '', { screenshots: ['http://www.example.com/1.png'] }),
    issue: { pointer: '/screenshots/0' },
  },
  {
    what: 'listing: a commission above the whole',
    code: 'INVALID_INPUT',
    send: ofListing('draft', 'PUT', '/commission', { commissionBasisPoints: 10_001 }, 'operator'),
    issue: { pointer: '/commissionBasisPoints', code: 'too_big' },
  },
  edit('two plans of one name', [plan, plan], '/plans/1/name', 'not_unique'),
  edit('a plan in an unknown asset', [{ ...plan, asset: 'XYZ/4' }], '/plans/0/asset', 'asset'),
  edit('tiers that descend', [tiers(9, 3, null)], '/plans/0/pricing/tiers/1/upTo', 'tiers'),
  edit('tiers without an open end', [tiers(3, 9)], '/plans/0/pricing/tiers/1/upTo', 'tiers'),
  edit(
    'a plan that it never had',
    [{ ...plan, planId: randomUUID() }],
    '/plans/0/planId',
    'unknown',
  ),
  {
    what: 'review: without having used the app',
    code: 'USE_NOT_VERIFIED',
    send: write((world) => ({ kind: 'JOB', jobId: world.jobs.done })),
  },
  {
    what: 'review: with somebody else’s subscription',
    code: 'USE_NOT_VERIFIED',
    send: write((world) => world.market.use),
  },
  {
    what: 'review: of an app without a listing',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'stranger', 'POST', `/v1/apps/${randomUUID()}/reviews`, {
        body: { ...opinion, use: world.market.use },
      }),
  },
  {
    what: 'review: of six stars',
    code: 'INVALID_INPUT',
    send: ofReview('PUT', '', { ...opinion, rating: 6 }, 'researcher'),
    issue: { pointer: '/rating', code: 'too_big' },
  },
  {
    what: 'review: without a text',
    code: 'INVALID_INPUT',
    send: ofReview('PUT', '', { ...opinion, body: ' ' }, 'researcher'),
    issue: { pointer: '/body', code: 'too_small' },
  },
  {
    what: 'review: edited while it is hidden',
    code: 'REVIEW_HIDDEN',
    send: ofReview('PUT', '', opinion, 'researcher'),
  },
  {
    what: 'review: somebody else’s',
    code: 'NOT_FOUND',
    send: ofReview('PUT', '', opinion, 'stranger'),
  },
  {
    what: 'review: answered by who does not sell the app',
    code: 'FORBIDDEN',
    send: ofReview('PUT', '/reply', { reply: 'No.' }, 'stranger'),
  },
  {
    what: 'review: hidden by who is no operator',
    code: 'FORBIDDEN',
    send: ofReview('PUT', '/visibility', { visibility: 'HIDDEN', reason: 'no' }, 'seller'),
  },
]
