import t from 'tap'
import { Breakdown, uncovered } from '../../../../domain/agents/intent/breakdown.ts'
import { Requirements } from '../../../../domain/agents/intent/requirements.ts'
import { breakdownOf } from './intent-breakdown.ts'
import { requirementsOf } from './intent-requirements.ts'

const budget = { amount: '500', asset: 'USD/2' }
const read = (text: string): Requirements => Requirements.parse(requirementsOf(text, budget))

t.test('a sentence is read by what it names', async (t) => {
  const all = read(
    'Prepare a GHZ state on four qubits, optimised, run it with 2,000 shots on the best device for at most $2, test it and deliver a capsule.',
  )
  t.match(all, {
    circuit: { algorithm: 'ghz', qubits: 4 },
    run: { shots: 2000, maximumCost: { amount: '200', asset: 'USD/2' } },
    deliverables: ['CIRCUIT', 'RESULT', 'TESTS', 'CAPSULE'],
    ...{ assumptions: [], questions: [] },
  })
  t.strictSame(
    all.nonFunctional.map(({ quality }) => quality),
    ['COST', 'ACCURACY', 'SIZE'],
  )
})

const circuits: readonly (readonly [string, Requirements['circuit']])[] = [
  ['An entangled pair', { algorithm: 'bell', qubits: 2, parameters: {} }],
  ['Search for 101 with Grover', { algorithm: 'grover', qubits: 3, parameters: { marked: '101' } }],
  [
    'Find the hidden string 11010 by Bernstein-Vazirani, 100 shots',
    { algorithm: 'bernstein-vazirani', qubits: 5, parameters: { secret: '11010' } },
  ],
  [
    'Deutsch-Jozsa for a constant oracle on 4 qubits',
    { algorithm: 'deutsch-jozsa', qubits: 4, parameters: { oracle: 'constant' } },
  ],
  [
    'Estimate the phase 5/16 with phase estimation on 4 qubits',
    { algorithm: 'phase-estimation', qubits: 4, parameters: { phase: 0.3125 } },
  ],
  ['A 5-qubit quantum Fourier transform', { algorithm: 'qft', qubits: 5, parameters: {} }],
  ['Teleport a state', { algorithm: 'teleportation', qubits: 3, parameters: {} }],
  ['A random number of 8 bits', { algorithm: 'random-number', qubits: 8, parameters: {} }],
]
for (const [text, expected] of circuits)
  t.test(text, async (t) => t.strictSame(read(text).circuit, expected))

t.test('sums, counts and what is left open', async (t) => {
  const costs = (text: string) => read(text).run?.maximumCost.amount
  t.equal(costs('Run a Bell pair for 1.50 USD'), '150')
  t.equal(costs('Run a Bell pair for 2 dollars'), '200')
  t.equal(costs('Run a Bell pair for 50 cents'), '50')
  t.equal(costs('Run a Bell pair for $100'), '500', 'never above the budget')
  t.equal(costs('Run a Bell pair for 2 euros'), '500', 'another asset names no bound')
  t.match(read('Run a GHZ state'), {
    run: { shots: 1000 },
    assumptions: [/^3 qubits/, /^1000 shots/, /^The whole budget/],
  })
  t.equal(read('A GHZ state, but do not run it').run, undefined)
  t.match(read('Make me rich'), { circuit: { algorithm: 'unknown' }, questions: [/algorithm/] })
})

t.test('what is broken down is wholly served, in order', async (t) => {
  for (const text of [
    'A GHZ state',
    'Run a GHZ state on the fastest device',
    'Test a Bell pair with fewer gates',
    'Run a Bell pair on the best device, package it and plan its deployment',
  ]) {
    const requirements = read(text)
    const breakdown = Breakdown.parse(breakdownOf(requirements))
    t.strictSame(uncovered(requirements, breakdown), { undone: [], unasked: [] }, text)
  }
  const { tasks } = breakdownOf(read('Run a Bell pair with the least error, then deploy it'))
  t.strictSame(
    tasks.map(({ key }) => key),
    [
      'generate',
      'optimise',
      'recommend',
      'submit',
      'result',
      'diagnose',
      'tests',
      'capsule',
      'trial',
      'plan',
    ],
  )
  const chosen = tasks.find(({ key }) => key === 'recommend')
  t.match(chosen?.work, { tool: 'recommendDevice', input: { prefer: 'ACCURACY' } })
})
