import t from 'tap'
import { combinationsOf, pointsOf } from './plan.ts'
import { pointsARound, roundsOf } from './run.ts'

t.test('rounds share the points of one draw, so that none is short of a combination', (t) => {
  const rounds = roundsOf('7', 1_000)
  t.equal(rounds.length, 10)
  t.ok(rounds.every(({ points }) => points.length === pointsARound))
  t.same(
    rounds.flatMap(({ points }) => points),
    pointsOf('7', 1_000),
  )
  const times = new Map<string, number>()
  for (const { operation, fault } of rounds.flatMap(({ points }) => points))
    times.set(`${operation} ${fault}`, (times.get(`${operation} ${fault}`) ?? 0) + 1)
  t.equal(times.size, combinationsOf().length)
  t.ok(Math.min(...times.values()) >= Math.floor(1_000 / times.size))
  t.equal(new Set(rounds.map(({ seed }) => seed)).size, 10, 'callers of their own in each')
  t.end()
})
