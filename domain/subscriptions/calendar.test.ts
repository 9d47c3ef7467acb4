import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { msOf } from '../shared/instant.ts'
import { amountOf, money } from '../shared/money.ts'
import { addMonths, addMs, dayMs, startOfPeriod } from './calendar.ts'
import { nextAttempt } from './policy.ts'
import { priceOfRest, stretchAt } from './proration.ts'

t.test('the anchored day, or the last of a shorter month', async (t) => {
  const anchor = '2027-01-31T09:30:00.500Z'
  const days = Array.from({ length: 14 }, (_, n) => addMonths(anchor, n).slice(0, 10))
  t.strictSame(days, [
    '2027-01-31',
    '2027-02-28',
    '2027-03-31',
    '2027-04-30',
    '2027-05-31',
    '2027-06-30',
    '2027-07-31',
    '2027-08-31',
    '2027-09-30',
    '2027-10-31',
    '2027-11-30',
    '2027-12-31',
    '2028-01-31',
    '2028-02-29',
  ])
  t.equal(addMonths(anchor, 13), '2028-02-29T09:30:00.500Z', 'the time of day stays')
})
t.test('years, also from a leap day', async (t) => {
  const years = [0, 1, 2, 3, 4].map((n) =>
    addMonths('2028-02-29T00:00:00.000Z', 12 * n).slice(0, 10),
  )
  t.strictSame(years, ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'])
  t.equal(addMonths('2100-01-29T00:00:00.000Z', 1).slice(0, 10), '2100-02-28', 'no leap year')
})
t.test('periods follow each other without gap or overlap, each 28 to 31 days long', async () => {
  const instant = fc.date({
    min: new Date('1970-01-01'),
    max: new Date('2199-12-31'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instant, fc.nat({ max: 600 }), (date, index) => {
      const anchor = { at: date.toISOString(), index: 2 }
      const start = startOfPeriod(anchor, 2 + index, 1)
      const end = startOfPeriod(anchor, 3 + index, 1)
      const days = (msOf(end) - msOf(start)) / dayMs
      const isLast = addMs(start, dayMs).slice(8, 10) === '01'
      return (
        days >= 28 &&
        days <= 31 &&
        start.slice(10) === anchor.at.slice(10) &&
        (start.slice(8, 10) === anchor.at.slice(8, 10) || isLast)
      )
    }),
    { numRuns: 2000 },
  )
})
t.test('used and left add up to the price, whatever the moment', async () => {
  const ms = fc.integer({ min: 0, max: 366 * dayMs })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), ms, ms, (amount, usedMs, leftMs) => {
      const price = money(amount, 'USD/2')
      const rest = amountOf(priceOfRest(price, { usedMs, leftMs }))
      const used = amountOf(priceOfRest(price, { usedMs: leftMs, leftMs: usedMs }))
      const whole = BigInt(usedMs + leftMs)
      if (whole === 0n) return rest === 0n
      const exact = amount * BigInt(leftMs)
      const off = rest * whole - exact
      return off < whole && off > -whole && (rest + used - amount) ** 2n <= 1n
    }),
    { numRuns: 2000 },
  )
})
t.test('a stretch stands still while it is paused', async (t) => {
  const start = '2027-01-01T00:00:00.000Z'
  const at = (day: number) => addMs(start, day * dayMs)
  // Paused from the 10th day to the 20th: the end has moved by ten days.
  const stretch = { start, end: at(40), pausedMs: 10 * dayMs }
  t.strictSame(stretchAt(stretch, at(20)), { usedMs: 10 * dayMs, leftMs: 20 * dayMs })
  t.strictSame(stretchAt(stretch, at(99)), { usedMs: 30 * dayMs, leftMs: 0 })
})
t.test('the steps of dunning', async (t) => {
  const since = '2027-01-01T00:00:00.000Z'
  const at = (day: number) => addMs(since, day * dayMs)
  const steps = [0, 0.5, 1, 2.9, 3, 5, 6.99, 7, 8].map((day) => nextAttempt(since, at(day)))
  t.strictSame(steps, [at(1), at(1), at(3), at(3), at(5), at(7), at(7), undefined, undefined])
})
