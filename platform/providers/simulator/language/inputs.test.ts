import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { simulate } from '../../../../test/providers/simulate.ts'
import type { ProgramInputs } from '../../../../domain/jobs/program-inputs.ts'
import { compile } from './compile.ts'
import { factsOf } from './facts.ts'
import { defaultProgramLimits } from './limits.ts'

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
const compiled = (body: string, inputs: ProgramInputs = {}) =>
  compile(header + body, defaultProgramLimits, inputs)

/** Facts of the program with these inputs, which must compile. */
const facts = (body: string, inputs: ProgramInputs = {}) => {
  const outcome = compiled(body, inputs)
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.diagnostic))
  return factsOf(outcome.program, false)
}

t.test('what a program is given, it works with', async (t) => {
  const body =
    'input int n;\ninput bool wide;\nqubit[4] q;\nfor int i in [1:n] { x q[0]; }\nif (wide) { h q; }\n'
  t.strictSame(facts(body, { n: 3, wide: false }).byGate, { x: 3 })
  t.strictSame(facts(body, { n: 1, wide: true }).byGate, { h: 4, x: 1 })
  t.strictSame(facts(body, { n: 0, wide: false }).inputs, [
    { name: 'n', type: 'int[64]' },
    { name: 'wide', type: 'bool' },
  ])
})

t.test('every type takes what it can hold, and nothing else', async (t) => {
  const cases: readonly [type: string, good: readonly unknown[], bad: readonly unknown[]][] = [
    ['bool', [true, false], [0, 'true']],
    ['bit', [0, 1, true], [2, '1', -1]],
    ['bit[4]', ['0101', '0000'], ['101', '01012', 5, '0b101', '01 1']],
    ['int[8]', [-128, 127, '12', 0], [128, -129, 1.5, '', 'x', '1e1', true]],
    ['uint[8]', [0, 255, '255'], [-1, 256]],
    ['int', ['9223372036854775807', -1], ['9223372036854775808', 2 ** 60]],
    ['float', [0.5, -1e9, 3], ['0.5', Number.NaN, Number.POSITIVE_INFINITY, true]],
    ['angle', [Math.PI, -7, 0], ['pi', Number.NaN]],
  ]
  for (const [type, good, bad] of cases) {
    const body = `input ${type} value;\nqubit q;\n`
    // What is wrong here is wrong on purpose.
    const given = (value: unknown) => compiled(body, { value } as ProgramInputs)
    for (const value of good) t.match(given(value), { kind: 'ok' }, `${type}: ${String(value)}`)
    for (const value of bad)
      t.match(
        given(value),
        { diagnostic: { code: 'QASM_INPUT', line: 3 } },
        `${type}: ${String(value)}`,
      )
  }
})

t.test('values arrive as they were given', async (t) => {
  const last = '\nbit[8] c;\nqubit q;\n'
  const counts = (body: string, inputs: ProgramInputs) =>
    simulate(header + body, 1, 'seed', undefined, inputs).counts()
  t.strictSame(counts(`input int[8] n;${last}c = bit[8](n);`, { n: -2 }), { '11111110': 1 })
  t.strictSame(counts(`input bit[4] b;${last}c[2:5] = b;`, { b: '1001' }), { '00100100': 1 })
  t.strictSame(counts(`input angle a;${last}rx(a) q; c[0] = measure q;`, { a: Math.PI }), {
    '00000001': 1,
  })
  t.strictSame(counts(`input float f;${last}rx(f) q; c[0] = measure q;`, { f: -Math.PI }), {
    '00000001': 1,
  })
})

t.test('inputs are no part of the result', async (t) => {
  const { clbits, registers } = facts('input bit[4] b;\nqubit q;\nbit c;\n', { b: '0000' })
  t.equal(clbits, 1)
  t.strictSame(registers, [{ name: 'c', size: 1 }])
})

t.test('what is missing, and what is too much', async (t) => {
  const body = 'input float theta;\nqubit q;\n'
  t.match(compiled(body), { diagnostic: { code: 'QASM_INPUT', line: 3, column: 1 } })
  t.match(compiled(body, { theta: 1, phi: 1 }), { diagnostic: { code: 'QASM_INPUT', line: 1 } })
  t.match(compiled('qubit q;', { toString: 1 }), {
    diagnostic: { code: 'QASM_INPUT' },
  })
  t.match(compiled('input float constructor;\nqubit q;\n'), { diagnostic: { code: 'QASM_INPUT' } })
})

t.test('where inputs stand', async (t) => {
  t.match(compiled('if (true) { input float x; }', { x: 1 }), {
    diagnostic: { code: 'QASM_SYNTAX' },
  })
  t.match(compiled('input float x;\nfloat x;', { x: 1 }), {
    diagnostic: { code: 'QASM_REDECLARED' },
  })
  t.match(compiled('input qubit q;'), { kind: 'invalid' })
  t.match(compile('OPENQASM 2.0;\ninput float x;\n'), { kind: 'invalid' }, 'a word of OpenQASM 3')
})

t.test('an input is as good as its value written into the program', async () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true })
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 5 }), fc.boolean(), (theta, n, flip) => {
      const rest =
        'qubit[2] q;\nbit[2] c;\nfor int i in [1:n] { ry(theta) q[0]; cx q[0], q[1]; }\nif (flip) { x q[1]; }\nc = measure q;'
      const given = 'input float theta; input int n; input bool flip;\n' + rest
      const written =
        `float theta = ${theta.toFixed(20)}; int n = ${n}; bool flip = ${flip};\n` + rest
      const exact = Number(theta.toFixed(20))
      const run = (body: string, inputs: ProgramInputs) =>
        JSON.stringify(simulate(header + body, 50, 'seed', undefined, inputs).counts())
      return run(given, { theta: exact, n, flip }) === run(written, {})
    }),
    { numRuns: 40 },
  )
})

t.test('T gates and rotations', async (t) => {
  const cost = (gates: string) => {
    const { tCount, rotations } = facts(`qubit[4] q;\n${gates}`)
    return [tCount, rotations]
  }
  const cliffords =
    'h q[0]; s q[0]; sdg q[0]; x q[0]; y q[0]; z q[0]; sx q[0]; id q[0]; cx q[0], q[1]; cz q[0], q[1]; cy q[0], q[1]; swap q[0], q[1]; rz(pi/2) q[0]; rx(-pi) q[0]; ry(pi/2) q[0]; p(pi) q[0]; cp(pi) q[0], q[1]; U(pi/2, 0, pi) q[0];'
  t.strictSame(cost(cliffords), [0, 0])
  t.strictSame(
    cost('t q[0]; tdg q[0]; rz(pi/4) q[0]; rx(3*pi/4) q[0]; ry(-pi/4) q[1]; p(pi/4) q[0];'),
    [6, 0],
  )
  t.strictSame(
    cost('ccx q[0], q[1], q[2]; cswap q[0], q[1], q[2]; ctrl(2) @ z q[0], q[1], q[2];'),
    [21, 0],
  )
  t.strictSame(
    cost('rz(0.1) q[0]; rx(pi/8) q[0]; crz(pi/3) q[0], q[1]; U(0.1, 0.2, 0.3) q[0];'),
    [0, 4],
  )
})

t.test('the depth of gates on two qubits', async (t) => {
  const { depth, twoQubitDepth } = facts(
    'qubit[3] q;\nh q[0]; cx q[0], q[1]; t q[1]; cx q[1], q[2]; h q[2];\n',
  )
  t.equal(depth, 5)
  t.equal(twoQubitDepth, 2)
})
