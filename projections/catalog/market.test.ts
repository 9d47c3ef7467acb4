import { deepEqual, equal } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { initial, listing, type ListingState } from '../../domain/catalog/listing.ts'
import type { ListingEvent } from '../../domain/catalog/listing-events.ts'
import { review, type ReviewState } from '../../domain/catalog/review.ts'
import type { ReviewEvent } from '../../domain/catalog/review-events.ts'
import { decodeEvent } from '../../domain/events.ts'
import { job } from '../../domain/jobs/job.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { marketSteps, reviewSteps } from '../../test/read-models/market-steps.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, dump, emptyRows, noVault, select } from '../../test/read-models/rows.ts'
import { idOf, money, submission } from '../../test/read-models/samples.ts'
import { play } from '../../test/read-models/steps.ts'
import { subscriptionSteps } from '../../test/read-models/subscription-steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

t.setTimeout(120_000)
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const steps = [
  ...Object.values(marketSteps),
  ...Object.values(reviewSteps),
  ...Object.values(subscriptionSteps),
]
const few = (...names: readonly string[]) => fc.constantFrom(...names)
const arbitraryMarket = fc
  .array(fc.tuple(fc.constantFrom(...steps), few('1', '2'), few('1', '2', '3'), few('x', 'y')), {
    minLength: 30,
    maxLength: 150,
  })
  .map((wishes) => {
    const recorder = createRecorder()
    const ground = ['draftListing', 'submitListing', 'publishListing'] as const
    for (const name of ground) marketSteps[name](recorder, '1', '1', 'x')
    for (const [step, device, name, owner] of wishes) step(recorder, device, name, owner)
    return recorder.events
  })

const project = async (events: readonly RecordedEvent[], vault = noVault): Promise<void> => {
  await emptyRows(pool)
  await (await applierOn(pool, vault)).apply(events)
  deepEqual((await dump(pool))['quarantine'], [])
}

const eventsOf = (events: readonly RecordedEvent[], stream: string) =>
  events.filter((event) => event.stream === stream).map((event) => decodeEvent(event))

/** What a stream's events come to; they are of the stream's own aggregate. */
const listingIn = (events: readonly RecordedEvent[], stream: string): ListingState =>
  (eventsOf(events, stream) as ListingEvent[]).reduce<ListingState>(listing.evolve, initial)

const reviewIn = (events: readonly RecordedEvent[], stream: string): ReviewState =>
  (eventsOf(events, stream) as ReviewEvent[]).reduce<ReviewState>(review.evolve, review.initial)

t.test('a listing and what was asked of it', async (t) => {
  const recorder = createRecorder()
  const play = (...names: readonly (keyof typeof marketSteps)[]) =>
    names.forEach((name) => marketSteps[name](recorder, 'a', '1', 'x'))
  play('draftListing', 'submitListing', 'publishListing', 'proposeChange', 'declineChange')
  play('proposeChange', 'acceptChange', 'viewListings', 'setCommission', 'suspendListing')
  await project(recorder.events)
  const [row] = await select(pool, 'listings', 'app_id')
  t.match(row, {
    app_id: idOf('app', '1'),
    status: 'SUSPENDED',
    title: 'Ground states, faster',
    commission_basis_points: 500,
    reason: 'because',
    internal_note: 'between us',
    published_at: Date,
  })
  t.equal((row?.['plans'] as readonly unknown[]).length, 2)
  t.match(await select(pool, 'listing_changes', 'created_position'), [
    { status: 'DECLINED', reason: 'because', internal_note: 'between us' },
    {
      status: 'ACCEPTED',
      changes: { title: 'Ground states, faster' },
      current: { title: 'Ground states' },
    },
  ])
  t.match(await select(pool, 'listing_plans', 'on_sale, price'), [
    { on_sale: false, kind: 'FREE', price: '0' },
    { on_sale: false, kind: 'PAY_PER_USE', price: '25' },
    { on_sale: false, kind: 'MONTHLY', price: '900' },
    { on_sale: true, kind: 'FREE', price: '0' },
    { on_sale: true, kind: 'MONTHLY', price: '1200' },
  ])
  t.match(await select(pool, 'app_metrics', 'app_id'), [{ views: 1, live_subscriptions: 0 }])
})

t.test('rows are what the domain folds, counts are what the log says', async (t) => {
  let listed = 0
  await fc.assert(
    fc.asyncProperty(arbitraryMarket, async (events) => {
      await project(events)
      for (const row of await select(pool, 'listings', 'app_id')) {
        const stream = `listing-${String(row['app_id'])}`
        const state = listingIn(events, stream)
        if (state.kind === 'absent') throw new Error('a row of nothing')
        equal(row['status'], state.status)
        deepEqual(row['plans'], state.plans)
        deepEqual(row['withdrawn_plans'], state.withdrawnPlans)
        equal(row['preview_runs'], state.previewRuns)
        listed += 1
      }
      const stars = new Map<string, number[]>()
      for (const name of new Set(events.map(({ stream }) => stream))) {
        if (!name.startsWith('review-')) continue
        const state = reviewIn(events, name)
        if (state.kind === 'absent' || state.hidden || state.withdrawn) continue
        stars.set(state.appId, [...(stars.get(state.appId) ?? []), state.rating])
      }
      for (const row of await select(pool, 'app_ratings', 'app_id')) {
        const given = stars.get(String(row['app_id'])) ?? []
        const counted = ['ones', 'twos', 'threes', 'fours', 'fives'].map((column) => row[column])
        deepEqual(
          counted,
          [1, 2, 3, 4, 5].map((stars) => given.filter((each) => each === stars).length),
        )
      }
      for (const row of await select(pool, 'app_metrics', 'app_id')) {
        const of = ({ data }: RecordedEvent): boolean =>
          JSON.stringify(data).includes(String(row['app_id']))
        const viewed = events.filter((event) => event.type === 'ListingsViewed' && of(event))
        equal(row['views'], viewed.length)
        const live = Number(row['live_subscriptions'])
        equal(live >= 0 && live <= Number(row['subscriptions']), true)
      }
    }),
    { numRuns: 30 },
  )
  t.ok(listed > 30)
})

t.test('runs of an app are those that completed', async (t) => {
  const recorder = createRecorder()
  const app = {
    appId: idOf('app', '1'),
    versionId: idOf('version'),
    sellerOrganisation: idOf('organisation', 'seller'),
    fee: money(0n),
    commissionBasisPoints: 0,
  }
  for (const name of ['done', 'failed'])
    recorder.record(job, idOf('job', name), {
      type: 'SubmitJob',
      submission: { ...submission(name, 'x', 'someone', 'a'), app },
    })
  play(recorder, ['submit'], 'a', 'plain')
  const toCompletion = ['queue', 'dispatch', 'executing', 'complete'] as const
  play(recorder, toCompletion, 'a', 'done')
  play(recorder, toCompletion, 'a', 'plain')
  play(recorder, ['queue', 'fail'], 'a', 'failed')
  await project(recorder.events)
  const rows = await select(pool, 'app_runs', 'completed')
  t.match(rows, [
    { job_id: idOf('job', 'failed'), app_id: app.appId, completed: false },
    { job_id: idOf('job', 'done'), app_id: app.appId, completed: true },
  ])
  t.equal(rows.length, 2, 'a job of no app leaves no row')
})

t.test('an author who was erased leaves the stars', async (t) => {
  const recorder = createRecorder()
  reviewSteps.writeReview(recorder, '1', 'ann', 'x')
  reviewSteps.writeBadReview(recorder, '1', 'bob', 'y')
  await project(recorder.events)
  t.match(await select(pool, 'reviews', 'rating'), [
    { rating: 1, title: 'title-1', body: 'body-1' },
    { rating: 5, title: 'title-5', body: 'body-5' },
  ])
  await project(recorder.events, { ...noVault, open: () => Promise.resolve(undefined) })
  t.match(await select(pool, 'reviews', 'rating'), [
    { rating: 1, title: null, body: null },
    { rating: 5, title: null, body: null },
  ])
  t.match(await select(pool, 'app_ratings', 'app_id'), [{ ones: 1, fives: 1 }])
})
