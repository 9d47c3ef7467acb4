import t from 'tap'
import { planOf } from './plan.ts'

const size = { kills: 50, drains: 3, jobs: 100 }

t.test('a seed says everything', (t) => {
  t.same(planOf('7', size), planOf('7', size))
  t.notSame(planOf('7', size), planOf('8', size))
  t.end()
})

t.test('it has what was asked for: every target, both moments, callers of every temper', (t) => {
  const { strikes, jobs } = planOf('7', size)
  t.equal(strikes.filter(({ target }) => target === 'drain').length, 3)
  t.equal(strikes.filter(({ target }) => target !== 'drain').length, 50)
  t.same(
    new Set(strikes.map(({ target }) => target)),
    new Set(['hub', 'event-store', 'both', 'drain']),
  )
  t.same(new Set(strikes.map(({ moment }) => moment)), new Set(['WORKING', 'RECOVERING']))
  t.equal(jobs.length, 100)
  t.equal(new Set(jobs.map(({ device }) => device)).size, 7)
  for (const wish of ['impatientMs', 'repeatAfterMs', 'cancelAfterMs'] as const)
    t.ok(jobs.some((job) => job[wish] !== undefined))
  for (const wish of ['credits', 'refunds'] as const) t.ok(jobs.some((job) => job[wish]))
  t.ok(jobs.every(({ afterStrikes }) => afterStrikes < strikes.length))
  t.end()
})
