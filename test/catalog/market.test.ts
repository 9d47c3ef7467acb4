import { randomUUID } from 'node:crypto'
import t from 'tap'
import { organisation } from '../../domain/accounts/organisation.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { free } from '../kit/plans.ts'
import { openMarket } from './market-world.ts'

t.setTimeout(180_000)
const market = await openMarket()
t.teardown(market.close)
const { seller, buyer, stranger, operator, send, read, ask, codeOf, tell } = market

const monthly = { name: 'Laboratory', asset: 'USD/2', pricing: { kind: 'MONTHLY', price: '4900' } }
const single = {
  name: 'By the run',
  asset: 'QVT/18',
  pricing: { kind: 'PAY_PER_USE', perRun: '5' },
}
const offer = {
  title: 'Ground states of molecules',
  summary: 'Energies with error bars.',
  categories: ['CHEMISTRY'],
  supportContact: { kind: 'URL', address: 'https://www.example.com/help' },
  plans: [monthly, single],
}

type Found = {
  readonly listings: { readonly edges: readonly { readonly node: { readonly appId: string } }[] }
}
const browse = async (args: string, who?: typeof buyer): Promise<readonly string[]> => {
  const { listings } = (await ask(`listings${args} { edges { node { appId } } }`, who)) as Found
  return listings.edges.map(({ node }) => node.appId)
}

const publish = async (slug: string, more: object = {}): Promise<string> => {
  const { appId, release } = await market.createApp(slug)
  await release()
  await send(seller, 'POST', '/v1/listings', { appId, ...offer, ...more })
  await send(seller, 'POST', `/v1/listings/${appId}/submission`)
  await send(operator, 'POST', `/v1/listings/${appId}/verdict`, { verdict: 'ACCEPT' })
  return appId
}

/** The buyer's right to have an opinion. */
const subscribe = async (appId: string): Promise<string> => {
  const subscriptionId = randomUUID()
  const { userId } = (await ask('me { userId }', buyer)).me as { readonly userId: string }
  await tell(subscription, subscriptionId, {
    type: 'StartSubscription',
    subscriptionId,
    organisation: buyer.organisationId,
    subscriber: userId,
    appId,
    sellerOrganisation: seller.organisationId,
    plan: free(),
    versionId: randomUUID(),
    commissionBasisPoints: 1000,
    trial: false,
    chargeId: randomUUID(),
  })
  return subscriptionId
}

t.test('from a draft to the market', async (t) => {
  const { appId, release } = await market.createApp('drafted')
  const path = `/v1/listings/${appId}`
  t.equal(await codeOf(send(stranger, 'POST', '/v1/listings', { appId, ...offer })), 'NOT_FOUND')
  t.equal(await codeOf(send(buyer, 'POST', '/v1/listings', { appId, ...offer })), 'FORBIDDEN')
  t.match(await send(seller, 'POST', '/v1/listings', { appId, ...offer }), { status: 'DRAFT' })
  t.equal(await codeOf(send(seller, 'POST', '/v1/listings', { appId, ...offer })), 'ALREADY_EXISTS')
  t.equal(await codeOf(send(seller, 'POST', `${path}/submission`)), 'LISTING_INCOMPLETE')
  await release()
  t.equal(await codeOf(read(buyer, path)), 'NOT_FOUND', 'a draft is nobody else’s')
  t.equal((await ask(`listing(appId: "${appId}") { title }`)).listing, null)
  t.equal(await codeOf(send(stranger, 'POST', `${path}/submission`)), 'NOT_FOUND')
  const key = randomUUID()
  t.match(await send(seller, 'POST', `${path}/submission`, undefined, key), { status: 'IN_REVIEW' })
  const queue = 'listingReviewQueue { edges { node { appId plans { name } } } }'
  t.match(await ask(queue, operator), { listingReviewQueue: { edges: [{ node: { appId } }] } })
  await t.rejects(ask(queue, seller), /FORBIDDEN/)
  const outcome = { verdict: 'ACCEPT', internalNote: 'known people' }
  t.equal(await codeOf(send(seller, 'POST', `${path}/verdict`, outcome)), 'FORBIDDEN')
  t.match(await send(operator, 'POST', `${path}/verdict`, outcome), { status: 'PUBLISHED' })
  const again = await send(seller, 'POST', `${path}/submission`, undefined, key)
  t.match(again, { appId }, 'a repetition is answered, not decided anew')

  t.match(await read(buyer, path), { status: 'PUBLISHED', plans: [{ name: 'Laboratory' }, {}] })
  t.ok((await browse('')).includes(appId), 'for everybody')
  const fields = `listing(appId: "${appId}") { title commissionBasisPoints internalNote seller { organisationId }
    supportContact { kind address } plans { name pricing { kind price { decimal } } } }`
  const { listing } = await ask(fields)
  t.match(listing, {
    title: offer.title,
    commissionBasisPoints: null,
    internalNote: null,
    seller: { organisationId: seller.organisationId },
    supportContact: { kind: 'URL' },
    plans: [{ pricing: { kind: 'MONTHLY', price: { decimal: '49.00' } } }, {}],
  })
  t.match((await ask(fields, seller)).listing, { commissionBasisPoints: 1000, internalNote: null })
  t.match((await ask(fields, operator)).listing, { internalNote: 'known people' })
})

t.test('looking for an app', async (t) => {
  const euro = { ...monthly, asset: 'EUR/2', pricing: { kind: 'YEARLY', price: '100' } }
  const cheap = await publish('cheap', {
    title: 'Portfolio annealer',
    categories: ['FINANCE', 'OPTIMISATION'],
    plans: [euro],
  })
  const dear = await publish('dear', {
    title: 'Portfolio prover',
    categories: ['FINANCE'],
    plans: [{ ...euro, pricing: { kind: 'YEARLY', price: '90000' } }],
  })
  t.same(await browse('(filter: { text: "portfolios" })'), [dear, cheap], 'stemmed, newest first')
  t.same(await browse('(filter: { text: "portfolio -prover" })'), [cheap])
  t.same(await browse('(filter: { text: "portfolio ann" })'), [cheap], 'a word that is being typed')
  t.same(await browse('(filter: { categories: [OPTIMISATION] })'), [cheap])
  t.same(await browse('(filter: { pricing: [YEARLY], asset: "EUR/2" })'), [dear, cheap])
  t.same(await browse('(filter: { asset: "EUR/2", maximumPrice: "5000" })'), [cheap])
  t.same(await browse('(filter: { asset: "EUR/2", minimumPrice: "5000" })'), [dear])
  t.same(await browse('(filter: { asset: "EUR/2", pricing: [MONTHLY] })'), [])
  t.same(await browse('(filter: { minimumRating: 1 })'), [])
  for (const none of ['-1', '5.1', '1e300'])
    await t.rejects(browse(`(filter: { minimumRating: ${none} })`), /QUERY_INVALID/)
  await t.rejects(browse('(filter: { maximumPrice: "1" })'), /QUERY_INVALID/)
  await t.rejects(browse('(filter: { asset: "EUR/2", maximumPrice: "1.5" })'), /QUERY_INVALID/)
  const used = await subscribe(cheap)
  await send(buyer, 'POST', `/v1/apps/${cheap}/reviews`, {
    ...{
      rating: 4,
      title: 'Good',
      body: 'It paid off.',
      use: { kind: 'SUBSCRIPTION', subscriptionId: used },
    },
  })
  const finance = 'filter: { categories: [FINANCE] }'
  t.same(await browse(`(${finance}, orderBy: { field: RATING })`), [cheap, dear])
  t.same(await browse(`(${finance}, orderBy: { field: SUBSCRIPTIONS })`), [cheap, dear])
  t.same(await browse(`(${finance}, orderBy: { field: RATING, direction: ASC })`), [dear, cheap])
  t.same(await browse('(filter: { minimumRating: 4 })'), [cheap])
  const [first] = await browse(`(first: 1, ${finance}, orderBy: { field: RATING })`)
  t.equal(first, cheap)
})

t.test('a change of what is on the market is agreed to first', async (t) => {
  const appId = await publish('changing')
  const path = `/v1/listings/${appId}`
  t.equal(
    await codeOf(send(seller, 'PATCH', path, { title: 'Other' })),
    'ILLEGAL_LISTING_TRANSITION',
  )
  const before = (await read(seller, path))['plans'] as readonly { readonly planId: string }[]
  const dearer = {
    ...monthly,
    planId: before[0]?.planId,
    pricing: { kind: 'MONTHLY', price: '5900' },
  }
  const changes = { plans: [dearer, { ...single, planId: before[1]?.planId }] }
  const requests = `${path}/change-requests`
  t.equal(await codeOf(send(stranger, 'POST', requests, { changes })), 'NOT_FOUND')
  const declined = await send(seller, 'POST', requests, { changes })
  t.equal(await codeOf(send(seller, 'POST', requests, { changes })), 'CHANGE_REQUEST_OPEN')
  const said = { reason: 'Too much at once.', internalNote: 'ask Olga' }
  await send(operator, 'POST', `${requests}/${String(declined['requestId'])}/verdict`, {
    verdict: 'DECLINE',
    ...said,
  })
  const { requestId } = await send(seller, 'POST', requests, { changes })
  t.match(await read(buyer, path), { plans: [{ priceVersion: 1 }, {}] }, 'not yet')
  await send(operator, 'POST', `${requests}/${String(requestId)}/verdict`, { verdict: 'ACCEPT' })
  t.match(await read(buyer, path), {
    plans: [{ priceVersion: 2, pricing: { price: '5900' } }, { priceVersion: 1 }],
  })
  const query = `listing(appId: "${appId}") { changeRequests { edges { node { status reason internalNote
    changes { title plans { priceVersion } } current { plans { priceVersion } } } } } }`
  const accepted = {
    status: 'ACCEPTED',
    changes: { title: null, plans: [{ priceVersion: 2 }, { priceVersion: 1 }] },
    current: { plans: [{ priceVersion: 1 }, { priceVersion: 1 }] },
  }
  const own = (await ask(query, seller)).listing.changeRequests.edges
  t.match(own, [{ node: accepted }, { node: { reason: said.reason, internalNote: null } }])
  const all = (await ask(query, operator)).listing.changeRequests.edges
  t.match(all, [{}, { node: { status: 'DECLINED', ...said } }])
  t.same((await ask(query, buyer)).listing.changeRequests.edges, [])
  const mine = 'listingChanges(status: [DECLINED]) { edges { node { status } } }'
  t.equal((await ask(mine, seller)).listingChanges.edges.length, 1)
  t.equal((await ask(mine, stranger)).listingChanges.edges.length, 0)
})

t.test('off the market and back', async (t) => {
  const appId = await publish('coming-and-going')
  const path = `/v1/listings/${appId}`
  const available = (is: boolean) => send(seller, 'PUT', `${path}/availability`, { available: is })
  t.match(await available(false), { status: 'DELISTED' })
  t.equal(await codeOf(read(buyer, path)), 'NOT_FOUND')
  t.notOk((await browse('')).includes(appId))
  t.match(await available(true), { status: 'PUBLISHED' })
  const plans = (await read(seller, path))['plans'] as readonly { readonly planId: string }[]
  const sale = (index: number, onSale: boolean) =>
    send(seller, 'PUT', `${path}/plans/${String(plans[index]?.planId)}/sale`, { onSale })
  await sale(0, false)
  t.equal(await codeOf(sale(1, false)), 'LISTING_INCOMPLETE')
  t.match(await read(buyer, path), { plans: [{ name: 'By the run' }] })
  await sale(0, true)
  const reason = { reason: 'Reports of its users.' }
  t.equal(await codeOf(send(seller, 'POST', `${path}/suspension`, reason)), 'FORBIDDEN')
  t.match(await send(operator, 'POST', `${path}/suspension`, reason), { status: 'SUSPENDED' })
  t.equal(await codeOf(read(buyer, path)), 'NOT_FOUND')
  t.match(
    (await ask(`ownListings { edges { node { appId status reason } } }`, seller)).ownListings,
    {
      edges: [{ node: { appId, status: 'SUSPENDED', ...reason } }],
    },
  )
  await available(false)
  t.equal(await codeOf(available(true)), 'LISTING_REVIEW_REQUIRED', 'no way round the operator')
  await send(seller, 'POST', `${path}/submission`)
  t.match(await send(seller, 'DELETE', `${path}/submission`), { status: 'DELISTED' })
})

t.test('reviews by those who have used it', async (t) => {
  const appId = await publish('reviewed')
  const path = `/v1/apps/${appId}/reviews`
  const opinion = { rating: 2, title: 'Slow', body: 'It took a week.' }
  const notUsed = { kind: 'SUBSCRIPTION', subscriptionId: randomUUID() }
  const noJob = { kind: 'JOB', jobId: randomUUID() }
  for (const use of [notUsed, noJob])
    t.equal(await codeOf(send(buyer, 'POST', path, { ...opinion, use })), 'USE_NOT_VERIFIED')
  const use = { kind: 'SUBSCRIPTION', subscriptionId: await subscribe(appId) }
  t.equal(await codeOf(send(buyer, 'POST', path, { ...opinion, body: ' ', use })), 'INVALID_INPUT')
  t.equal(
    await codeOf(send(stranger, 'POST', path, { ...opinion, use })),
    'USE_NOT_VERIFIED',
    'somebody else’s',
  )
  const key = randomUUID()
  const { reviewId } = await send(buyer, 'POST', path, { ...opinion, use }, key)
  const again = await send(buyer, 'POST', path, { ...opinion, use }, key)
  t.equal(again['reviewId'], reviewId)
  t.equal(await codeOf(send(buyer, 'POST', path, { ...opinion, use })), 'ALREADY_EXISTS')
  const review = `/v1/reviews/${String(reviewId)}`
  await send(buyer, 'PUT', review, { ...opinion, rating: 4 })
  t.equal(await codeOf(send(stranger, 'PUT', review, opinion)), 'NOT_FOUND')
  const reply = { reply: 'Faster now.' }
  t.equal(await codeOf(send(stranger, 'PUT', `${review}/reply`, reply)), 'NOT_FOUND')
  await send(seller, 'PUT', `${review}/reply`, reply)
  await send(stranger, 'PUT', `${review}/vote`, { helpful: true })
  const query = `listing(appId: "${appId}") { rating { average count histogram { stars reviews } }
    reviews { edges { node { rating title body reply helpful isYours hidden reports verifiedBy reason } } } }`
  const node = { rating: 4, title: 'Slow', body: 'It took a week.', ...reply, helpful: 1 }
  const shown = { isYours: false, hidden: false, reports: null, verifiedBy: 'SUBSCRIPTION' }
  const { listing } = await ask(query)
  t.match(listing, {
    rating: { average: 4, count: 1, histogram: [{}, {}, {}, { stars: 4, reviews: 1 }, {}] },
    reviews: { edges: [{ node: { ...node, ...shown } }] },
  })

  await send(stranger, 'POST', `${review}/reports`, { reason: 'OFF_TOPIC' })
  const reported = 'reportedReviews { edges { node { reviewId reports } } }'
  t.match(await ask(reported, operator), {
    reportedReviews: { edges: [{ node: { reviewId, reports: 1 } }] },
  })
  await t.rejects(ask(reported, seller), /FORBIDDEN/)
  const visibility = (visibility: string) =>
    send(operator, 'PUT', `${review}/visibility`, { visibility, reason: 'Not about the app.' })
  await visibility('HIDDEN')
  t.same((await ask(query)).listing, {
    rating: {
      average: null,
      count: 0,
      histogram: [1, 2, 3, 4, 5].map((stars) => ({ stars, reviews: 0 })),
    },
    reviews: { edges: [] },
  })
  t.match((await ask(query, buyer)).listing.reviews.edges, [
    { node: { hidden: true, isYours: true, reason: 'Not about the app.' } },
  ])
  t.equal(await codeOf(send(buyer, 'PUT', review, opinion)), 'REVIEW_HIDDEN')
  await visibility('SHOWN')
  t.equal((await ask(query)).listing.rating.count, 1)
  await send(buyer, 'DELETE', review)
  t.equal((await ask(query, buyer)).listing.rating.count, 0)
})

t.test('who sells an app does not rate it, whatever organisation they act for', async (t) => {
  const appId = await publish('rated-by-friends')
  const path = `/v1/apps/${appId}/reviews`
  const opinion = { rating: 5, title: 'Great', body: 'Simply great.' }
  const use = { kind: 'SUBSCRIPTION', subscriptionId: await subscribe(appId) }
  const { userId } = (await ask('me { userId }', buyer)).me as { readonly userId: string }
  const membership = `/v1/organisations/${seller.organisationId}/members`
  const join = () => tell(organisation, seller.organisationId, { ...member, role: 'MEMBER' })
  const member = { type: 'AddMember', organisationId: seller.organisationId, userId } as const
  await join()
  t.equal(await codeOf(send(buyer, 'POST', path, { ...opinion, use })), 'FORBIDDEN')
  await send(seller, 'DELETE', `${membership}/${userId}`)
  const { reviewId } = await send(buyer, 'POST', path, { ...opinion, use })
  const vote = `/v1/reviews/${String(reviewId)}/vote`
  t.equal(await codeOf(send(seller, 'PUT', vote, { helpful: true })), 'FORBIDDEN')
})

t.test('views count once for an account and a day', async (t) => {
  const appId = await publish('looked-at')
  const view = (who: typeof buyer) => send(who, 'POST', '/v1/listing-views', { appIds: [appId] })
  await view(buyer)
  await view(buyer)
  await view(stranger)
  await view(seller)
  await send(buyer, 'POST', '/v1/listing-views', { appIds: [randomUUID(), appId] })
  await subscribe(appId)
  // What no interface told of is waited for by a command that comes after it.
  await send(operator, 'PUT', `/v1/listings/${appId}/commission`, { commissionBasisPoints: 700 })
  const { listing } = await ask(
    `listing(appId: "${appId}") { metrics { views likes downloads subscriptions runningSubscriptions runs } }`,
  )
  t.same(listing.metrics, {
    ...{ views: 2, likes: 0, downloads: 0, runs: 0 },
    ...{ subscriptions: 1, runningSubscriptions: 1 },
  })
})
