import { randomUUID } from 'node:crypto'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { isRejection } from '../shared/rejection.ts'
import { feeOfRun } from './run-fee.ts'
import {
  appUsage,
  lapseMs,
  remainingPlaces,
  takenPlaces,
  usageIdOf,
  type AppUsageCommand,
} from './usage.ts'

const subjectId = '00000000-0000-4000-8000-000000000001'
const organisation = '00000000-0000-4000-8000-000000000002'
const appId = '00000000-0000-4000-8000-000000000003'
const usageId = usageIdOf(subjectId, 0)
const run = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`
const reserve = (n: number, quota?: number): AppUsageCommand => ({
  type: 'ReserveRun',
  runId: run(n),
  usageId,
  organisation,
  appId,
  ...(quota === undefined ? {} : { quota }),
})
const confirm = (n: number): AppUsageCommand => ({ type: 'ConfirmRun', runId: run(n) })
const settle = (n: number): AppUsageCommand => ({ type: 'SettleRun', runId: run(n) })
const release = (n: number): AppUsageCommand => ({ type: 'ReleaseRun', runId: run(n) })

const { given, after } = decider(appUsage)

t.test('a place is taken', async () => given().when(reserve(1, 1)).then(['RunReserved']))
t.test('once for a run', async () => after(reserve(1, 1)).when(reserve(1, 1)).then([]))
t.test('as long as there are any', async () =>
  after(reserve(1, 1)).when(reserve(2, 1)).then('QUOTA_EXCEEDED'),
)
t.test('none at all is a quota, too', async () =>
  given().when(reserve(1, 0)).then('QUOTA_EXCEEDED'),
)
t.test('without a quota there is no end', async () =>
  after(reserve(1), reserve(2)).when(reserve(3)).then(['RunReserved']),
)
t.test('a run that is counted keeps its place', async () =>
  after(reserve(1, 1), confirm(1), settle(1)).when(reserve(2, 1)).then('QUOTA_EXCEEDED'),
)
t.test('one that is given back is another’s', async () =>
  after(reserve(1, 1), confirm(1), release(1)).when(reserve(2, 1)).then(['RunReserved']),
)
t.test('and may be taken again by its run', async () =>
  after(reserve(1, 1), release(1)).when(reserve(1, 1)).then(['RunReserved']),
)
t.test('who asked in vain does not give back what the run’s job has by now', async () => {
  const giveBack: AppUsageCommand = { type: 'GiveBackRun', runId: run(1) }
  after(reserve(1, 1)).when(giveBack).then(['RunUncounted'])
  after(reserve(1, 1), confirm(1)).when(giveBack).then([])
  after(reserve(1, 1), confirm(1), giveBack).when(settle(1)).then(['RunCounted'])
})
t.test('a run that finds its place taken meanwhile has none', async () =>
  after(reserve(1, 1), release(1), reserve(2, 1)).when(confirm(1)).then('QUOTA_EXCEEDED'),
)
t.test('nothing is counted twice', async () => {
  after(reserve(1, 1), settle(1)).when(settle(1)).then([])
  after(reserve(1, 1), settle(1)).when(release(1)).then([])
  after(reserve(1, 1), confirm(1)).when(confirm(1)).then([])
})
t.test('a run that never took a place', async () => given().when(settle(1)).then('NOT_FOUND'))

t.test('a place that no job came for lapses', async (t) => {
  const state = (command: AppUsageCommand, before = appUsage.initial, now = meta.now) => {
    const decision = appUsage.decide(command, before, { ...meta, now })
    return isRejection(decision) ? decision : decision.reduce(appUsage.evolve, before)
  }
  const reserved = state(reserve(1, 1))
  if (isRejection(reserved)) throw new Error(reserved.detail)
  const later = instantOf(msOf(meta.now) + lapseMs + 1)
  t.equal(remainingPlaces(reserved, 1, meta.now), 0)
  t.equal(remainingPlaces(reserved, 1, later), 1)
  const other = state(reserve(2, 1), reserved, later)
  if (isRejection(other)) throw new Error(other.detail)
  t.match(
    state(confirm(1), other, later),
    { rejected: 'QUOTA_EXCEEDED' },
    'whoever comes late has none',
  )
  const confirmed = state(confirm(1), reserved, later)
  t.notOk(isRejection(confirmed), 'unless nobody came')
})

t.test('whatever comes in whatever order, no more run than there are places', async () => {
  const command = fc.oneof(
    fc.nat({ max: 12 }).map((n) => reserve(n, 5)),
    fc.nat({ max: 12 }).map(confirm),
    fc.nat({ max: 12 }).map(settle),
    fc.nat({ max: 12 }).map(release),
  )
  const step = fc.tuple(command, fc.nat({ max: lapseMs / 2 }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let state = appUsage.initial
      let now = msOf(meta.now)
      const runs = new Set<string>()
      const counted = new Set<string>()
      for (const [each, passed] of steps) {
        now += passed
        const at = instantOf(now)
        const decision = appUsage.decide(each, state, { ...meta, now: at })
        if (isRejection(decision)) continue
        state = decision.reduce(appUsage.evolve, state)
        for (const { type, data } of decision) {
          if (type === 'RunConfirmed') runs.add(data.runId)
          if (type === 'RunUncounted') runs.delete(data.runId)
          if (type === 'RunCounted') {
            counted.add(data.runId)
            runs.add(data.runId)
          }
        }
        if (runs.size > 5 || state.counted !== counted.size) return false
        if (takenPlaces(state, at) > 5) return false
      }
      return true
    }),
    { numRuns: 500 },
  )
})

t.test('the price of a run follows from its place', async (t) => {
  const plan = (pricing: Parameters<typeof feeOfRun>[0]['pricing']) => ({
    planId: randomUUID(),
    name: 'plan',
    description: '',
    asset: 'USD/2',
    pricing,
    trialDays: 0,
    entitlements: [],
    priceVersion: 1,
  })
  const tiered = plan({
    kind: 'TIERED',
    mode: 'GRADUATED',
    tiers: [
      { upTo: 10, perRun: '5' },
      { upTo: 100, perRun: '3' },
      { upTo: null, perRun: '1' },
    ],
  })
  const fees = [1, 10, 11, 100, 101, 5000].map((number) => feeOfRun(tiered, number).amount)
  t.strictSame(fees, ['5', '5', '3', '3', '1', '1'])
  t.strictSame(feeOfRun(plan({ kind: 'PAY_PER_USE', perRun: '7' }), 3), {
    amount: '7',
    asset: 'USD/2',
  })
  t.equal(feeOfRun(plan({ kind: 'MONTHLY', price: '900' }), 3).amount, '0')
})
