import t from 'tap'
import { Breakdown, uncovered, type BreakdownTask } from './breakdown.ts'
import type { Requirements } from './requirements.ts'

const task = (key: string, wish: Partial<BreakdownTask> = {}): BreakdownTask => ({
  ...{ key, title: key, role: 'DEVELOPER', satisfies: ['F1'], needs: [] },
  work: { kind: 'TOOL', tool: 'generateCircuit', input: {} },
  ...wish,
})
const messages = (...tasks: readonly BreakdownTask[]): readonly string[] =>
  Breakdown.safeParse({ title: 'Work', tasks }).error?.issues.map(({ message }) => message) ?? []

t.test('tasks stand after those that they need', async (t) => {
  t.strictSame(messages(task('one'), task('two', { needs: ['one'] })), [])
  const late = ['a task needs one that does not stand before it']
  t.strictSame(messages(task('one', { needs: ['two'] }), task('two')), late)
  t.strictSame(messages(task('one', { needs: ['one'] })), late)
  t.strictSame(messages(task('one', { needs: ['nobody'] })), late)
  t.strictSame(messages(task('one'), task('one')), ['two tasks have one key'])
})

t.test('what is left undone is found, and what nobody asked for', async (t) => {
  const statement = 'It does.'
  const requirements = {
    functional: [
      { id: 'F1', statement },
      { id: 'F2', statement },
    ],
    nonFunctional: [{ id: 'N1', quality: 'COST', statement }],
  } as const
  const rest = { goal: 'g', circuit: { algorithm: 'ghz', parameters: {} } } as const
  const wanted: Requirements = {
    ...{ ...rest, ...requirements, deliverables: ['CIRCUIT'], assumptions: [], questions: [] },
  }
  const done = { title: 'Work', tasks: [task('one', { satisfies: ['F1', 'N1', 'F9'] })] }
  t.strictSame(uncovered(wanted, done), { undone: ['F2'], unasked: ['F9'] })
})
