import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import type { Calibration } from '../../../../domain/devices/calibration.ts'
import { simulate } from '../../../../test/providers/simulate.ts'
import { compile } from '../language/compile.ts'
import { execute } from './execute.ts'
import { createNoiseModel } from './noise.ts'
import { binomial, createRandom } from './random.ts'
import {
  adjoint,
  distance,
  identity,
  ising,
  multiply,
  pauliX,
  rotation,
  swap,
  type Unitary,
} from './unitary.ts'
import { power } from './unitary-power.ts'

const header = 'OPENQASM 3.0; include "stdgates.inc"; '

const share = (counts: Readonly<Record<string, number>>, key: string): number =>
  (counts[key] ?? 0) / Object.values(counts).reduce((sum, count) => sum + count, 0)

t.test('the generator is pinned: these numbers are the same on every Node version', async (t) => {
  const random = createRandom('seed')
  t.same(
    [random(), random(), random()],
    [0.09781329878254852, 0.8777867215147668, 0.20013290311674692],
  )
  const other = createRandom('Seed')
  t.not(other(), createRandom('seed')())
})

t.test('binomial draws have the mean and spread of the binomial', async (t) => {
  const random = createRandom('binomial')
  for (const [trials, p] of [
    [10, 0.3],
    [1000, 0.004],
    [1000, 0.3],
    [1000, 0.97],
    [100_000, 0.0001],
  ] as const) {
    const draws = Array.from({ length: 2000 }, () => binomial(random, trials, p))
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length
    const expected = trials * p * (1 - p)
    t.ok(
      Math.abs(mean - trials * p) < 5 * Math.sqrt(expected / draws.length),
      `mean of ${trials} x ${p}`,
    )
    t.ok(Math.abs(variance / expected - 1) < 0.25, `variance of ${trials} x ${p}`)
  }
  t.equal(binomial(random, 100, 0), 0)
  t.equal(binomial(random, 100, 1), 100)
})

t.test('powers of unitaries', async (t) => {
  const close = (a: Unitary | undefined, b: Unitary): boolean =>
    a !== undefined && distance(a, b) < 1e-9
  const half = power(pauliX, 0.5)
  t.ok(half !== undefined && close(multiply(half, half), pauliX))
  t.ok(close(power(swap, 2), identity(2)))
  const root = power(swap, 1 / 3)
  t.ok(root !== undefined && close(power(root, 3), swap))
  const angle = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(angle, angle, angle, angle, (a, b, c, d) => {
      const matrix = multiply(ising('x', a), multiply(ising('z', b), ising('y', c)))
      const single = rotation(a, b, c, d)
      return [matrix, single].every((unitary) => {
        const root = power(unitary, 0.5)
        return (
          root !== undefined &&
          close(multiply(root, root), unitary) &&
          close(multiply(root, adjoint(root)), identity(unitary.arity)) &&
          close(power(unitary, -2), adjoint(multiply(unitary, unitary)))
        )
      })
    }),
    { numRuns: 100 },
  )
})

t.test('one pass and trajectories see the same', async (t) => {
  const body = 'qubit[3] q; bit[3] c; h q[0]; cry(1.1) q[0], q[1]; cx q[1], q[2]; rx(0.6) q[0];'
  const onePass = simulate(`${header}${body} c = measure q;`, 20_000, 'seed').counts()
  // The second measurement repeats the first; the gate between them keeps the program from being sampled at its end.
  const trajectories = simulate(
    `${header}${body} c = measure q; x q; x q; c = measure q;`,
    20_000,
    'other',
  ).counts()
  for (const key of Object.keys(onePass))
    t.ok(Math.abs(share(onePass, key) - share(trajectories, key)) < 0.02, key)
})

t.test('batches that fit into less memory give valid counts', async (t) => {
  const compiled = compile(`${header}qubit[6] q; bit[6] c; h q; c = measure q; h q; c = measure q;`)
  if (compiled.kind !== 'ok') return void t.fail('compiles')
  for (const states of [1, 2, 3, 5, 64]) {
    const limits = { stateBytes: states * 16 * 64, loopTurns: 10 }
    const counts = execute(compiled.program, 200, createRandom('seed'), undefined, limits).counts()
    t.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      200,
      `${states} states`,
    )
  }
  t.throws(
    () =>
      execute(compiled.program, 1, createRandom('s'), undefined, {
        stateBytes: 1000,
        loopTurns: 1,
      }),
    {
      code: 'QASM_TOO_MANY_QUBITS',
    },
  )
})

const calibration: Calibration = {
  takenAt: '2026-01-01T00:00:00.000Z',
  source: 'QHUB',
  qubits: [{ index: 0, p01: 0.1, p10: 0.2 }, { index: 1, readoutError: 0.05 }, { index: 2 }],
  gates: [
    { name: 'sx', qubits: [0], error: 0.02 },
    { name: 'sx', qubits: [2], error: 0.02 },
    { name: 'rz', qubits: [2], error: 0 },
    { name: 'cz', qubits: [0, 1], error: 0.1 },
  ],
}
const noise = createNoiseModel(calibration)

t.test('readout errors are those of the calibration, at the end and midway', async (t) => {
  const shots = 100_000
  const idle = simulate(`${header}qubit[3] q; bit[3] c; c = measure q;`, shots, 'seed', noise)
  t.ok(Math.abs(share(idle.counts(), '000') - 0.9 * 0.95) < 0.01)
  t.ok(Math.abs(share(idle.counts(), '001') - 0.1 * 0.95) < 0.01)
  const midway = simulate(
    `${header}qubit[2] q; bit c; bit d; U(pi, 0, pi) q[1]; c = measure q[1]; if (c) { barrier; } d = measure q[1];`,
    shots,
    'seed',
    createNoiseModel({ ...calibration, gates: [] }),
  )
  t.ok(Math.abs(share(midway.counts(), '11') - 0.95 ** 2) < 0.01, 'each reading errs on its own')
})

t.test('gate errors depolarize', async (t) => {
  const shots = 100_000
  // Infidelity 0.02 is a Pauli error with probability 0.03, of which X and Y, two in three, are seen.
  const once = simulate(
    `${header}qubit[3] q; bit c; x q[2]; c = measure q[2];`,
    shots,
    'seed',
    noise,
  )
  t.ok(Math.abs(share(once.counts(), '1') - 0.98) < 0.005)
  const virtual = simulate(
    `${header}qubit[3] q; bit c; t q[2]; c = measure q[2];`,
    shots,
    'seed',
    noise,
  )
  t.same(virtual.counts(), { '0': shots }, 'a turn of the frame is free')
  // Infidelity 0.1 on two qubits: probability 0.125 over 15 Paulis, 12 of which are seen.
  const ideal = createNoiseModel({
    ...calibration,
    qubits: calibration.qubits.map(({ index }) => ({ index })),
  })
  const pair = simulate(
    `${header}qubit[2] q; bit[2] c; cz q[0], q[1]; c = measure q;`,
    shots,
    'seed',
    ideal,
  )
  t.ok(Math.abs(share(pair.counts(), '00') - 0.9) < 0.005)
  const many = simulate(
    `${header}qubit[3] q; bit c; for int i in [1:100] { x q[2]; } c = measure q[2];`,
    5000,
    'seed',
    noise,
  )
  t.ok(Math.abs(share(many.counts(), '0') - 0.5) < 0.03, 'in the end nothing is left')
})

t.test('noise is seeded too', async (t) => {
  const program = `${header}qubit[3] q; bit[3] c; h q; cx q[0], q[1]; c = measure q;`
  t.same(simulate(program, 5000, 'a', noise).counts(), simulate(program, 5000, 'a', noise).counts())
})
