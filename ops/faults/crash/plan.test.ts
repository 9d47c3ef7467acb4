import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { isDeadly, type Point } from '../points/catalogue.ts'
import { combinationsOf, nextHand, pointsOf } from './plan.ts'

const names = (points: readonly Point[]): readonly string[] =>
  points.map(({ operation, fault }) => `${operation} ${fault}`)

t.test('a seed says everything', (t) => {
  t.same(pointsOf('7', 200), pointsOf('7', 200))
  t.notSame(pointsOf('7', 200), pointsOf('8', 200))
  t.end()
})

t.test('every fault of every operation comes up as often as any other, within one', (t) => {
  const all = combinationsOf().length
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 * all }), fc.string(), (count, seed) => {
      const points = pointsOf(seed, count)
      const times = new Map<string, number>()
      for (const name of names(points)) times.set(name, (times.get(name) ?? 0) + 1)
      const least = times.size < all ? 0 : Math.min(...times.values())
      t.equal(points.length, count)
      t.ok(least >= Math.floor(count / all) && Math.max(...times.values()) <= least + 1)
      t.same(
        points.map(({ number }) => number),
        points.map((_, index) => index),
      )
    }),
    { numRuns: 30 },
  )
  t.end()
})

t.test('only what is asked for', (t) => {
  const points = pointsOf('7', 30, { only: ['nats.event', 'http.reply'] })
  t.same(new Set(points.map(({ operation }) => operation)), new Set(['nats.event', 'http.reply']))
  t.end()
})

t.test('hands are some faults and then a kill, and every point is in one', (t) => {
  const points = pointsOf('7', 300)
  let left = points
  const played: Point[] = []
  while (left.length > 0) {
    const { hand, left: others } = nextHand(left)
    t.ok(hand.faults.length <= 6)
    t.notOk(hand.faults.some(isDeadly))
    t.ok(hand.kill === undefined || isDeadly(hand.kill))
    played.push(...hand.faults, ...(hand.kill === undefined ? [] : [hand.kill]))
    t.ok(others.length < left.length)
    left = others
  }
  t.same(
    played.toSorted((one, other) => one.number - other.number),
    points,
  )
  t.end()
})
