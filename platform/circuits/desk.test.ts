import t from 'tap'
import { createCircuitDesk } from './desk.ts'

const asked = { basis: 'KEEP', fromGround: true } as const
const program = (body: string): string =>
  `OPENQASM 3.0; include "stdgates.inc"; qubit[20] q; ${body}`

t.test('a thread rewrites and measures', async (t) => {
  const desk = createCircuitDesk({ proofQubits: 4 })
  t.teardown(() => desk.close())
  const outcome = await desk.optimise(program('h q[0]; h q[0]; h q[1];'), {}, asked)
  t.match(outcome, { kind: 'optimised', after: { gates: 1 }, proof: { kind: 'NOT_CHECKED' } })
  t.match(await desk.optimise('nonsense', {}, asked), { kind: 'invalid' })
  const profiled = await desk.profile(program('h q;'), {}, [{ qubits: 20, connectivity: [] }])
  t.match(profiled, {
    kind: 'profiled',
    profile: { oneQubitGates: 20 },
    fits: [[{ success: 1 }, {}]],
  })
  const given = 'OPENQASM 3.0; include "stdgates.inc"; input float a; qubit q; rx(a) q; rx(a) q;'
  const bound = await desk.optimise(given, { a: 0.25 }, asked)
  t.match(bound, { kind: 'optimised', source: /rx\(0\.5\) q\[0\];/ })
})

t.test('what takes too long is given up', async (t) => {
  const desk = createCircuitDesk({ deadlineMs: 1 })
  t.teardown(() => desk.close())
  const long = program(
    'for int i in [0:4000] { for int k in [0:18] { rx(0.1 * i) q[k]; cx q[k], q[k+1]; } }',
  )
  t.match(await desk.optimise(long, {}, asked), { kind: 'too-large' })
})

t.test('nothing is done once it is closed', async (t) => {
  const desk = createCircuitDesk()
  await desk.close()
  t.match(await desk.profile(program('h q;'), {}, []), { kind: 'failed' })
})
