import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import {
  brokenProgram,
  fuzzRuns,
  gateCall,
  validProgram,
} from '../../../test/fuzz/openqasm-programs.ts'
import { simulate } from '../../../test/providers/simulate.ts'
import { execute } from './engine/execute.ts'
import { applyMatrix } from './engine/kernels.ts'
import { createRandom } from './engine/random.ts'
import { createState, norm, type State } from './engine/state.ts'
import { compile } from './language/compile.ts'
import { diagnosticCodes } from './language/diagnostic.ts'

// A long fuzz takes as long as it takes.
t.setTimeout(fuzzRuns(0) > 1000 ? 3_600_000 : 180_000)

const prelude = 'OPENQASM 3.0; include "stdgates.inc"; qubit[4] q;\n'
const scramble =
  'h q; t q; cx q[0], q[1]; ry(0.7) q[2]; cx q[2], q[3]; rx(0.4) q[3]; cz q[1], q[2];\n'

const stateAfter = (body: string): State => {
  const compiled = compile(prelude + body)
  if (compiled.kind === 'invalid')
    throw new Error(`${compiled.diagnostic.code} ${compiled.diagnostic.message}`)
  const state = createState(4)
  for (const gate of compiled.program.instructions) {
    if (gate.op !== 'gate' || typeof gate.matrix === 'function')
      throw new Error('a static gate was expected')
    applyMatrix(state, gate.controls, gate.values, gate.targets, gate.matrix)
  }
  return state
}

const fidelity = (a: State, b: State): number => {
  let re = 0
  let im = 0
  a.re.forEach((x, k) => {
    const [y, u, v] = [a.im[k] ?? 0, b.re[k] ?? 0, b.im[k] ?? 0]
    re += x * u + y * v
    im += x * v - y * u
  })
  return re * re + im * im
}

t.test('every gate keeps the norm, and its inverse undoes it', async () => {
  const before = stateAfter(scramble)
  fc.assert(
    fc.property(fc.array(gateCall, { minLength: 1, maxLength: 8 }), (calls) => {
      const there = calls.map(({ text }) => text)
      const back = calls.map(({ inverse }) => inverse).reverse()
      const between = norm(stateAfter(scramble + there.join('')))
      const after = fidelity(before, stateAfter(scramble + [...there, ...back].join('')))
      return Math.abs(between - 1) < 1e-9 && Math.abs(after - 1) < 1e-9
    }),
    { numRuns: fuzzRuns(300) },
  )
})

t.test('well-formed programs run; the same seed gives the same counts', async () => {
  fc.assert(
    fc.property(validProgram, fc.string(), (program, seed) => {
      const [first, second] = [simulate(program, 20, seed), simulate(program, 20, seed)]
      const counts = first.counts()
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      return total === 20 && JSON.stringify(counts) === JSON.stringify(second.counts())
    }),
    { numRuns: fuzzRuns(300) },
  )
})

t.test('whatever the text, the answer is a program or a diagnostic with a place', async () => {
  fc.assert(
    fc.property(brokenProgram, (text) => {
      const compiled = compile(text)
      if (compiled.kind === 'ok') {
        execute(compiled.program, 2, createRandom('s'), undefined, {
          stateBytes: 2 ** 26,
          loopTurns: 100,
        })
        return true
      }
      const { code, line, column, message } = compiled.diagnostic
      return Object.hasOwn(diagnosticCodes, code) && line >= 1 && column >= 1 && message !== ''
    }),
    { numRuns: fuzzRuns(300) },
  )
})
