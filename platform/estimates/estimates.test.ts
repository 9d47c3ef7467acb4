import t from 'tap'
import { withInputsWritten } from './bind-inputs.ts'
import { createPhysicalEstimator } from './physical.ts'

t.test('inputs are written into a program', async (t) => {
  const source =
    'OPENQASM 3.0;\ninput  angle[20]  theta ;\ninput bit[3] b;\ninput int n; input float f; input bool on; input bit one;\nqubit q;\n'
  const declared = [
    { name: 'theta', type: 'angle[20]' },
    { name: 'b', type: 'bit[3]' },
    { name: 'n', type: 'int[64]' },
    { name: 'f', type: 'float' },
    { name: 'on', type: 'bool' },
    { name: 'one', type: 'bit' },
  ]
  const inputs = { theta: 0.5, b: '010', n: -3, f: 2, on: true, one: 1 }
  t.equal(
    withInputsWritten(source, declared, inputs),
    'OPENQASM 3.0;\nangle[20] theta = 0.5;\nbit[3] b = "010";\nint n = -3; float f = 2.0; bool on = true; bit one = 1;\nqubit q;\n',
  )
})

t.test('what an error-corrected machine needs', async (t) => {
  const { estimate, close } = createPhysicalEstimator()
  t.teardown(close)
  const modern = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[3] c;\n'
  const cliffords = await estimate(`${modern}h q; cx q[0], q[1]; c = measure q;`)
  const toffoli = await estimate(`${modern}h q; ccx q[0], q[1], q[2]; t q[0]; c = measure q;`)
  const old = await estimate('OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nh q;\nt q[0];\n')
  t.match(cliffords, { estimate: { tStates: 0, tFactories: 0, errorCorrection: 'surface_code' } })
  t.match(old, { estimate: { tStates: 1 } })
  if (cliffords.kind === 'none' || toffoli.kind === 'none') throw new Error(JSON.stringify(toffoli))
  t.ok(toffoli.estimate.tStates >= 5, '4 for the Toffoli gate, 1 for the T gate')
  t.ok(toffoli.estimate.physicalQubits > cliffords.estimate.physicalQubits)
  t.ok(toffoli.estimate.runtimeNs > cliffords.estimate.runtimeNs)
  t.match(await estimate('OPENQASM 3.0;\nqubit q\n'), { kind: 'none', reason: /.+/ })
})

t.test('an estimate that takes too long is none', async (t) => {
  const { estimate, close } = createPhysicalEstimator({ deadlineMs: 1 })
  t.teardown(close)
  t.match(await estimate('OPENQASM 3.0;\nqubit q;\n'), { kind: 'none', reason: /longer than 1 ms/ })
})
