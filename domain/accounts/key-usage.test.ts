import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { keyActivity } from './key-activity.ts'
import { periodOf, type Refill } from './key-limits.ts'
import { keyUsage, type KeyUsage, type KeyUsageCommand, type KeyUsageEvent } from './key-usage.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(keyUsage, { now: noon })
const [meterId, one, two] = [idNumber(1), idNumber(2), idNumber(3)]
const base = { meterId, period: 'all' }
const taken = (blockId: string, amount: number): KeyUsageEvent => ({
  type: 'KeyUsesTaken',
  data: { ...base, blockId, amount, at: noon },
})
const returned = (blockId: string, amount: number): KeyUsageEvent => ({
  type: 'KeyUsesReturned',
  data: { ...base, blockId, amount, at: noon },
})
const take = (blockId: string, wanted: number, uses: number): KeyUsageCommand => ({
  ...base,
  type: 'TakeUses',
  blockId,
  wanted,
  uses,
})
const giveBack = (blockId: string, amount: number): KeyUsageCommand => ({
  ...base,
  type: 'ReturnUses',
  blockId,
  amount,
})

t.test('blocks', async (t) => {
  t.test('of a twentieth', async () =>
    given()
      .when(take(one, 1, 200))
      .then([taken(one, 10)]),
  )
  t.test('of what is wanted, if that is more', async () =>
    given()
      .when(take(one, 50, 200))
      .then([taken(one, 50)]),
  )
  t.test('of one in the end', async () =>
    given(taken(one, 190))
      .when(take(two, 1, 200))
      .then([taken(two, 1)]),
  )
  t.test('of a thousand at most', async () =>
    given()
      .when(take(one, 1, 1_000_000))
      .then([taken(one, 1000)]),
  )
  t.test('none when there is none', async () =>
    given(taken(one, 200))
      .when(take(two, 1, 200))
      .then('USAGE_EXCEEDED'),
  )
  t.test('none when there is less than wanted', async () =>
    given(taken(one, 199))
      .when(take(two, 2, 200))
      .then('USAGE_EXCEEDED'),
  )
  t.test('come back', async () =>
    given(taken(one, 10))
      .when(giveBack(one, 4))
      .then([returned(one, 4)]),
  )
  t.test('come back once', async () =>
    given(taken(one, 10), returned(one, 4)).when(giveBack(one, 4)).then([]),
  )
  t.test('come back with no more than they were', async () =>
    given(taken(one, 10))
      .when(giveBack(one, 11))
      .then([returned(one, 10)]),
  )
  t.test('of others do not come back', async () =>
    given(taken(one, 10)).when(giveBack(two, 1)).then([]),
  )
})

t.test('never are more uses out than there are', async (t) => {
  const uses = fc.integer({ min: 0, max: 500 })
  const wish = fc.oneof(
    fc.record({ type: fc.constant('take' as const), wanted: fc.integer({ min: 1, max: 30 }) }),
    fc.record({
      type: fc.constant('return' as const),
      which: fc.nat(),
      amount: fc.integer({ min: 1, max: 40 }),
    }),
  )
  fc.assert(
    fc.property(uses, fc.array(wish, { maxLength: 200 }), (limit, wishes) => {
      let state: KeyUsage = keyUsage.initial
      const out = new Map<string, number>()
      for (const [index, each] of wishes.entries()) {
        const known = [...out.keys()]
        const blockId =
          each.type === 'take' ? idNumber(index + 10) : (known[each.which % known.length] ?? one)
        const command =
          each.type === 'take' ? take(blockId, each.wanted, limit) : giveBack(blockId, each.amount)
        const meta = {
          actor: { kind: 'system', id: 'x' } as const,
          now: noon,
          commandId: 'c',
          id: () => 'i',
          eventId: () => 'e',
        }
        const decision = keyUsage.decide(command, state, meta)
        if (isRejection(decision)) continue
        for (const event of decision) {
          state = keyUsage.evolve(state, event)
          const sign = event.type === 'KeyUsesTaken' ? 1 : -1
          out.set(blockId, (out.get(blockId) ?? 0) + sign * event.data.amount)
        }
        const all = [...out.values()].reduce((sum, amount) => sum + amount, 0)
        if (all > limit || all !== state.taken || [...out.values()].some((left) => left < 0))
          return false
      }
      return true
    }),
  )
  t.pass('held')
})

t.test('periods', async (t) => {
  const at = (now: string, refill?: Refill) =>
    periodOf({ uses: 1, ...(refill === undefined ? {} : { refill }) }, now)
  t.strictSame(at(noon), { id: 'all' })
  t.strictSame(at(noon, { every: 'DAY' }), {
    id: '20261120',
    endsAt: '2026-11-21T00:00:00.000Z',
  })
  const month = (day: number) => ({ every: 'MONTH', day }) as const
  t.strictSame(at(noon, month(20)), { id: '20261120m', endsAt: '2026-12-20T00:00:00.000Z' })
  t.strictSame(at(noon, month(21)), { id: '20261021m', endsAt: '2026-11-21T00:00:00.000Z' })
  t.strictSame(at('2026-02-28T00:00:00.000Z', month(31)), {
    id: '20260228m',
    endsAt: '2026-03-31T00:00:00.000Z',
  })
  t.strictSame(at('2026-01-05T00:00:00.000Z', month(31)), {
    id: '20251231m',
    endsAt: '2026-01-31T00:00:00.000Z',
  })
})

t.test('periods follow each other without a gap, and hold what is in them', async (t) => {
  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const refill = fc.oneof(
    fc.constant({ every: 'DAY' } as const),
    fc.integer({ min: 1, max: 31 }).map((day) => ({ every: 'MONTH', day }) as const),
  )
  fc.assert(
    fc.property(instant, refill, (now, every) => {
      const quota = { uses: 1, refill: every }
      const { id, endsAt = '' } = periodOf(quota, now)
      const before = new Date(Date.parse(endsAt) - 1).toISOString()
      return now < endsAt && periodOf(quota, before).id === id && periodOf(quota, endsAt).id > id
    }),
  )
  t.pass('held')
})

t.test('a key’s days', async (t) => {
  const sentence = decider(keyActivity, { now: noon })
  const note = { type: 'NoteUse', keyId: one } as const
  const used = { type: 'KeyUsed', data: { keyId: one, at: noon } } as const
  t.test('the first use', async () => sentence.given().when(note).then([used]))
  t.test('once a day', async () =>
    sentence.given(used).at('2026-11-20T23:59:59.999Z').when(note).then([]),
  )
  t.test('the next day', async () =>
    sentence.given(used).at('2026-11-21T00:00:00.000Z').when(note).then(['KeyUsed']),
  )
  t.test('a clock that is behind', async () =>
    sentence.given(used).at('2026-11-19T23:59:59.999Z').when(note).then([]),
  )
})
