import t from 'tap'
import { nextEpochAt } from './schedule.ts'

t.test('epochs end on Mondays', async (t) => {
  t.equal(nextEpochAt('2026-11-22T10:00:00.000Z'), '2026-11-23T00:00:00.000Z', 'after a Sunday')
  t.equal(nextEpochAt('2026-11-23T00:00:00.000Z'), '2026-11-30T00:00:00.000Z', 'never at once')
  t.equal(nextEpochAt('2026-11-23T00:00:00.001Z'), '2026-11-30T00:00:00.000Z')
})
