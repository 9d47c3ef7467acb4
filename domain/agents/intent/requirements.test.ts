import t from 'tap'
import { requirementIds, Requirements } from './requirements.ts'

const ghz: Requirements = {
  goal: 'A GHZ state on four qubits',
  functional: [{ id: 'F1', statement: 'A circuit.' }],
  nonFunctional: [{ id: 'N1', quality: 'COST', statement: 'At most two dollars.' }],
  circuit: { algorithm: 'ghz', qubits: 4, parameters: {} },
  run: { shots: 1000, maximumCost: { amount: '200', asset: 'USD/2' } },
  deliverables: ['CIRCUIT', 'RESULT'],
  assumptions: [],
  questions: [],
}

const messages = (value: unknown): readonly string[] =>
  Requirements.safeParse(value).error?.issues.map(({ message }) => message) ?? []

t.test('requirements name what is wanted, each under an id', async (t) => {
  t.strictSame(messages(ghz), [])
  t.strictSame(requirementIds(ghz), ['F1', 'N1'])
})

t.test('what contradicts itself is refused, in words that a model can repair it by', async (t) => {
  const { run: _, ...notRun } = ghz
  const [first] = ghz.functional
  t.strictSame(messages(notRun), ['a RESULT takes a run, and a run gives a RESULT'])
  t.strictSame(messages({ ...ghz, deliverables: ['CIRCUIT'] }), [
    'a RESULT takes a run, and a run gives a RESULT',
  ])
  t.strictSame(messages({ ...ghz, deliverables: ['CIRCUIT', 'RESULT', 'CIRCUIT'] }), [
    'a deliverable is named twice',
  ])
  t.strictSame(messages({ ...ghz, functional: [first, first] }), ['two requirements have one id'])
  t.ok(messages({ ...ghz, functional: [] }).length > 0)
  t.ok(messages({ ...ghz, wish: 'more' }).length > 0)
})
