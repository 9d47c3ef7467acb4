import t from 'tap'
import {
  toleranceOf,
  frequencies,
  totalVariation,
} from '../../../../domain/agents/capsules/distribution.ts'
import { CodeAnswer, type CodeWish } from '../../../../domain/agents/prompts/code-generate.ts'
import { createSimulator } from '../../../providers/simulator/simulator.ts'
import { codeGenerateRule } from '../rules/code-generate.ts'
import { circuitLibrary } from './library.ts'

const simulator = createSimulator({ threads: 1 })
t.teardown(simulator.close)

const answerOf = (algorithm: string, wish: Omit<Partial<CodeWish>, 'algorithm'> = {}) =>
  CodeAnswer.parse(JSON.parse(codeGenerateRule.answer({ algorithm, parameters: {}, ...wish })))

const shots = 10_000

t.test('every program does what theory promises of it', async (t) => {
  const wishes: readonly (readonly [string, Omit<Partial<CodeWish>, 'algorithm'>])[] = [
    ...[...circuitLibrary.keys()].map((algorithm) => [algorithm, {}] as const),
    ...[2, 5, 20].map((qubits) => ['ghz', { qubits }] as const),
    ...['01', '110', '0101', '1000001', '10110010'].map(
      (marked) => ['grover', { parameters: { marked } }] as const,
    ),
    ...['1', '0', '0010110', '1'.repeat(19)].map(
      (secret) => ['bernstein-vazirani', { parameters: { secret } }] as const,
    ),
    ...['constant', 'balanced'].map(
      (oracle) => ['deutsch-jozsa', { qubits: 5, parameters: { oracle } }] as const,
    ),
    ...[0, 1, 5, 21, 31].map((value) => ['qft', { qubits: 5, parameters: { value } }] as const),
    ...[1, 12].map((qubits) => ['qft', { qubits }] as const),
    ...[0, 0.1, 0.375, 1 / 3, 0.999].map(
      (phase) => ['phase-estimation', { qubits: 5, parameters: { phase } }] as const,
    ),
    ['teleportation', { parameters: { theta: 2 } }],
    ...[1, 3, 12].map((qubits) => ['random-number', { qubits }] as const),
    ['phase-estimation', { qubits: 12, parameters: { phase: 0.123 } }],
  ]
  for (const [algorithm, wish] of wishes) {
    const name = `${algorithm} ${JSON.stringify(wish)}`
    const answer = answerOf(algorithm, wish)
    if (answer.kind !== 'CIRCUIT') {
      t.fail(`${name}: ${answer.reason}`)
      continue
    }
    t.ok(answer.promises.length > 0, name)
    for (const { inputs, expected } of answer.promises) {
      const run = await simulator.run({
        ...{ program: answer.source, inputs, shots, seed: name, deadlineMs: 60_000 },
      })
      if (run.kind !== 'completed') {
        t.fail(`${name}: ${JSON.stringify(run)}\n${answer.source}`)
        continue
      }
      const distance = totalVariation(frequencies(run.result.counts), expected)
      const tolerance = toleranceOf(Object.keys(expected).length, shots)
      t.ok(distance <= tolerance, `${name}: ${distance} of ${tolerance}`)
    }
  }
})

t.test('what cannot be written is not, and why', async (t) => {
  const reasonOf = (algorithm: string, wish?: Omit<Partial<CodeWish>, 'algorithm'>) => {
    const answer = answerOf(algorithm, wish)
    return answer.kind === 'UNABLE' ? answer.reason : 'a program'
  }
  t.match(reasonOf('shor'), /bell, ghz/)
  t.match(reasonOf('ghz', { qubits: 21 }), /2 to 20/)
  t.match(reasonOf('grover', { parameters: { marked: '1' } }), /2 to 8/)
  t.match(reasonOf('grover', { parameters: { marked: 'abc' } }), /zeros and ones/)
  t.match(reasonOf('grover', { qubits: 3, parameters: { marked: '10' } }), /2 bits, on 3/)
  t.match(reasonOf('qft', { qubits: 2, parameters: { value: 4 } }), /below 4/)
  t.match(reasonOf('phase-estimation', { parameters: { phase: 1 } }), /not 1/)
  t.match(reasonOf('deutsch-jozsa', { parameters: { oracle: 'other' } }), /constant or balanced/)
  t.match(reasonOf('teleportation', { parameters: { theta: 'x' } }), /number/)
})
