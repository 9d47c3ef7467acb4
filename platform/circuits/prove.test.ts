import t from 'tap'
import { compile } from '../providers/simulator/language/compile.ts'
import { compare, type Beginning } from './prove.ts'

const program = (body: string) => {
  const compiled = compile(`OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; bit[3] c; ${body}`)
  if (compiled.kind === 'invalid') throw new Error(compiled.diagnostic.message)
  return compiled.program
}
const apart = (first: string, second: string, beginning: Beginning = 'GROUND_STATE'): number => {
  const found = compare(program(first), program(second), beginning)
  return found.kind === 'compared' ? found.distance : Infinity
}

t.test('a global phase is no difference, any other is', async (t) => {
  t.ok(apart('z q[0]; x q[0]; z q[0]; x q[0]; h q[1];', 'h q[1];', 'RANDOM_PRODUCT_STATE') < 1e-12)
  t.ok(apart('rz(0.2) q[0];', 'p(0.2) q[0];', 'RANDOM_PRODUCT_STATE') < 1e-12)
  t.ok(apart('h q[0]; p(1e-6) q[0];', 'h q[0];') > 1e-7)
  t.ok(apart('h q[0];', 'h q[1];') > 0.5)
})

t.test('what the ground state hides, a random state shows', async (t) => {
  t.ok(apart('cx q[0], q[1];', '') < 1e-12)
  t.ok(apart('cx q[0], q[1];', '', 'RANDOM_PRODUCT_STATE') > 0.01)
})

t.test('every outcome of a measurement is followed', async (t) => {
  const steered = (gate: string) => `h q[0]; c[0] = measure q[0]; if (c[0] == 1) { ${gate} q[1]; }`
  t.ok(apart(steered('x'), steered('x')) < 1e-12)
  t.ok(apart(steered('x'), steered('h')) > 0.1)
  t.ok(apart('h q[0]; reset q[0]; x q[0];', 'h q[0]; reset q[0];') > 0.5)
})

t.test('other measurements are another program', async (t) => {
  t.equal(apart('h q[0]; c[0] = measure q[0];', 'h q[0]; c[1] = measure q[0];'), Infinity)
  t.equal(apart('h q[0]; c[0] = measure q[0]; h q[0];', 'h q[0];'), Infinity)
})
