import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { dueAt, isQuiet, Schedule } from './schedule.ts'

const berlin = {
  timeZone: 'Europe/Berlin',
  digest: { every: 'NOTIFICATION' },
  quiet: { from: '22:00', to: '07:00' },
} as const satisfies Schedule

t.test('quiet hours over midnight', async (t) => {
  // Winter time: an hour ahead of UTC.
  t.equal(dueAt(berlin, '2026-11-21T12:00:00.000Z'), '2026-11-21T12:00:00.000Z')
  t.equal(dueAt(berlin, '2026-11-21T20:59:59.000Z'), '2026-11-21T20:59:59.000Z')
  t.equal(dueAt(berlin, '2026-11-21T21:00:00.000Z'), '2026-11-22T06:00:00.000Z')
  t.equal(dueAt(berlin, '2026-11-22T05:59:59.999Z'), '2026-11-22T06:00:00.000Z')
  t.equal(dueAt(berlin, '2026-11-22T06:00:00.000Z'), '2026-11-22T06:00:00.000Z')
})

t.test(
  'the night in which the clock is put forward, and that in which it is put back',
  async (t) => {
    const early = { ...berlin, quiet: { from: '22:00', to: '02:30' } }
    t.equal(
      dueAt(early, '2026-03-28T23:00:00.000Z'),
      '2026-03-29T01:30:00.000Z',
      '02:30 is left out',
    )
    t.equal(dueAt(early, '2026-10-24T23:00:00.000Z'), '2026-10-25T00:30:00.000Z', 'the first 02:30')
    const almostAlways = { ...berlin, quiet: { from: '02:45', to: '02:30' } }
    t.equal(
      dueAt(almostAlways, '2026-03-28T12:00:00.000Z'),
      '2026-03-30T00:30:00.000Z',
      'the quarter of an hour that is not quiet is left out: the one of the day after',
    )
  },
)

t.test('digests', async (t) => {
  const hourly = { ...berlin, digest: { every: 'HOUR' } } as const
  t.equal(dueAt(hourly, '2026-11-21T12:00:00.000Z'), '2026-11-21T13:00:00.000Z')
  t.equal(dueAt(hourly, '2026-11-21T20:10:00.000Z'), '2026-11-22T06:00:00.000Z', 'not at 22:00')
  const daily = { ...berlin, digest: { every: 'DAY', at: '08:15' } } as const
  t.equal(dueAt(daily, '2026-11-21T07:14:00.000Z'), '2026-11-21T07:15:00.000Z')
  t.equal(dueAt(daily, '2026-11-21T07:15:00.000Z'), '2026-11-22T07:15:00.000Z')
  const nepal = { ...daily, timeZone: 'Asia/Kathmandu', quiet: null }
  t.equal(dueAt(nepal, '2026-11-21T00:00:00.000Z'), '2026-11-21T02:30:00.000Z', 'a quarter off')
})

t.test('what is no schedule', async (t) => {
  const wrong = [
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+01:00' },
    { timeZone: '' },
    { quiet: { from: '22:00', to: '22:00' } },
    { quiet: { from: '24:00', to: '07:00' } },
    { digest: { every: 'DAY' } },
  ]
  for (const changes of wrong)
    t.notOk(Schedule.safeParse({ ...berlin, ...changes }).success, JSON.stringify(changes))
  t.ok(Schedule.safeParse(berlin).success)
})

const time = fc.integer({ min: 0, max: 1439 }).map((minutes) => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
})
const zone = fc.constantFrom(
  ...['Etc/UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['Pacific/Apia', 'Pacific/Marquesas', 'Africa/Casablanca', 'America/St_Johns'],
)
const schedule: fc.Arbitrary<Schedule> = fc.record({
  timeZone: zone,
  digest: fc.oneof(
    fc.constant({ every: 'NOTIFICATION' } as const),
    fc.constant({ every: 'HOUR' } as const),
    time.map((at) => ({ every: 'DAY', at }) as const),
  ),
  quiet: fc.option(fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to)),
})
const day = 86_400_000
/** At any time, and often about the days on which these zones change their clocks. */
const instant = fc.oneof(
  fc.integer({ min: msOf('2024-01-01T00:00:00.000Z'), max: msOf('2027-12-31T00:00:00.000Z') }),
  fc
    .tuple(
      fc.constantFrom(...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25']),
      fc.integer({ min: -2 * day, max: 2 * day }),
    )
    .map(([date, off]) => msOf(`${date}T00:00:00.000Z`) + off),
)

t.test('never before, never in the quiet hours, and within days', async () => {
  fc.assert(
    fc.property(schedule, instant, (wished, ms) => {
      const due = msOf(dueAt(wished, instantOf(ms)))
      // A digest within a day, the end of the quiet hours within another, and one left out by the clock.
      return due >= ms && due - ms <= 3 * day + 7_200_000 && !isQuiet(wished, due)
    }),
    { numRuns: 5_000 },
  )
})

t.test('what happened later is never due earlier', async () => {
  fc.assert(
    fc.property(schedule, instant, fc.integer({ min: 0, max: 3 * day }), (wished, ms, later) => {
      const one = dueAt(wished, instantOf(ms))
      return msOf(one) <= msOf(dueAt(wished, instantOf(ms + later)))
    }),
    { numRuns: 5_000 },
  )
})

t.test('a digest gathers all that came since the one before', async () => {
  fc.assert(
    fc.property(zone, time, instant, (timeZone, at, ms) => {
      const daily: Schedule = { timeZone, digest: { every: 'DAY', at }, quiet: null }
      const due = dueAt(daily, instantOf(ms))
      return dueAt(daily, instantOf(msOf(due) - 1)) === due
    }),
    { numRuns: 2_000 },
  )
})
