import t from 'tap'
import { instantOf } from '../../shared/instant.ts'
import { criticalPath, durationMs } from './critical-path.ts'
import { Definition } from './definition.ts'
import { planOf } from './plan.ts'

const tool = (key: string, more: object = {}) => ({
  ...{ key, kind: 'TOOL', tool: 'tool', input: {} },
  ...more,
})
const planned = (...steps: readonly object[]) => planOf(Definition.parse({ title: 'x', steps }))
/** Seconds from the beginning of the run. */
const measured = (step: string, from: number, to: number) => ({
  ...{ step, beganAt: instantOf(from * 1_000), endedAt: instantOf(to * 1_000) },
})
const stepsOf = (...[plan, steps]: Parameters<typeof criticalPath>) =>
  criticalPath(plan, steps).map(({ step }) => step)

t.test('the slower of two counts, and nothing that nobody waited for', async (t) => {
  const plan = planned(
    { key: 'fan', kind: 'PARALLEL', steps: [tool('slow'), tool('quick')] },
    tool('join'),
    tool('aside', { needs: [] }),
  )
  const steps = [
    measured('slow', 0, 5),
    measured('quick', 0, 1),
    measured('join', 5, 6),
    measured('aside', 0, 2),
  ]
  const path = criticalPath(plan, steps)
  t.strictSame(
    path.map(({ step }) => step),
    ['slow', 'join'],
  )
  t.strictSame(path.map(durationMs), [5_000, 1_000])
})

t.test('through branches and iterations', async (t) => {
  const until = { of: 1, is: 'EQUAL', to: 1 }
  const plan = planned(
    tool('first'),
    { key: 'choice', kind: 'CONDITION', if: until, then: [tool('taken')] },
    { key: 'loop', kind: 'LOOP', atMost: 2, until, steps: [tool('body')] },
  )
  const steps = ['first', 'choice', 'taken', 'body#1', 'loop#1', 'body#2', 'loop#2'].map(
    (step, n) => measured(step, n, n + 1),
  )
  t.strictSame(
    stepsOf(plan, steps),
    steps.map(({ step }) => step),
  )
})

t.test('of nothing measured it is nothing', async (t) =>
  t.strictSame(stepsOf(planned(tool('a')), []), []),
)
