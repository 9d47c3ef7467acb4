import { deepEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import {
  evolve,
  initial,
  type Subscription,
} from '../../domain/subscriptions/subscription-state.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { arbitraryLog, play } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

t.setTimeout(300_000)
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

t.test('a subscription and its charges', async (t) => {
  const recorder = createRecorder()
  play(recorder, ['subscribe', 'paid', 'endPeriod', 'unpaid', 'schedule', 'cancelNow'])
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  t.match(await select(pool, 'subscriptions', 'subscription_id'), [
    {
      subscription_id: idOf('subscription', '1'),
      organisation: idOf('organisation', 'x'),
      seller_organisation: idOf('organisation', 'seller'),
      status: 'CANCELLED',
      period_index: 1,
      payment: 'FAILED',
      scheduled_plan: { name: 'monthly 2000' },
      next_attempt_at: null,
    },
  ])
  t.match(await select(pool, 'subscription_charges', 'created_position'), [
    { kind: 'PERIOD', period_index: 0, amount: '1000', refunded: '0', status: 'PAID' },
    { kind: 'PERIOD', period_index: 1, amount: '1000', status: 'VOID', paid_at: null },
  ])
})

t.test('what is given back stands with the charge that it was paid under', async (t) => {
  const recorder = createRecorder()
  play(recorder, ['subscribe', 'paid', 'changeToFree'])
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  t.match(await select(pool, 'subscription_charges', 'created_position'), [
    { status: 'PAID', amount: '1000', refunded: '1000' },
  ])
})

t.test('subscriptions are what the domain folds, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLog(), async (events) => {
      await emptyRows(pool)
      await (await applierOn(pool)).apply(events)
      const folds = new Map<string, Subscription>()
      for (const event of events.filter(({ stream }) => stream.startsWith('subscription-'))) {
        // The stream's name says whose events it holds.
        const decoded = decodeEvent(event) as SubscriptionEvent
        folds.set(event.stream, evolve(folds.get(event.stream) ?? initial, decoded))
      }
      const rows = await select(pool, 'subscriptions', 'subscription_id')
      const existing = [...folds.values()]
        .filter((each) => each.kind === 'existing')
        .toSorted((one, other) => (one.subscriptionId < other.subscriptionId ? -1 : 1))
      deepEqual(
        rows.map(({ folded }) => folded),
        existing,
      )
      deepEqual(
        rows.map(({ status, payment }) => [status, payment]),
        existing.map(({ status, segment: { payment } }) => [status, payment]),
      )
    }),
    { numRuns: 25 },
  )
})
