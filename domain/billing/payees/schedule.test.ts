import t from 'tap'
import { nextPayoutAt, nextSettlementAt } from './schedule.ts'

/** A Thursday. */
const now = '2026-01-01T12:00:00.000Z'

t.test('the next day of a schedule', async (t) => {
  t.equal(nextPayoutAt({ every: 'DAY' }, now), '2026-01-02T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'DAY' }, '2026-01-01T05:59:59.999Z'), '2026-01-01T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'DAY' }, '2026-01-01T06:00:00.000Z'), '2026-01-02T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'WEEK', weekday: 1 }, now), '2026-01-05T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'WEEK', weekday: 4 }, now), '2026-01-08T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'WEEK', weekday: 7 }, now), '2026-01-04T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'MONTH', day: 15 }, now), '2026-01-15T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'NEVER' }, now), undefined)
})
t.test('a day that the month does not have is its last', async (t) => {
  const february = '2026-02-01T00:00:00.000Z'
  t.equal(nextPayoutAt({ every: 'MONTH', day: 31 }, february), '2026-02-28T06:00:00.000Z')
  t.equal(nextPayoutAt({ every: 'MONTH', day: 28 }, february), '2026-02-28T06:00:00.000Z')
  t.equal(
    nextPayoutAt({ every: 'MONTH', day: 30 }, '2026-02-28T06:00:00.000Z'),
    '2026-03-30T06:00:00.000Z',
  )
})
t.test('it is settled every night, before payouts', async (t) => {
  t.equal(nextSettlementAt(now), '2026-01-02T02:00:00.000Z')
})
