import t from 'tap'
import { simulate } from '../../../../test/providers/simulate.ts'
import { compile } from './compile.ts'
import { defaultProgramLimits } from './limits.ts'

const modern = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
const old = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'

/** The one outcome of a program that has only one. */
const outcome = (body: string, header = modern): string => {
  const counts = simulate(header + body, 50, 'seed').counts()
  return Object.keys(counts).join(' or ')
}

t.test('what programs mean', async (t) => {
  const cases: readonly (readonly [why: string, body: string, result: string])[] = [
    ['bit 0 is rightmost', 'qubit[3] q; bit[3] c; x q[0]; c = measure q;', '001'],
    [
      'later registers stand left',
      'qubit[2] q; bit a; bit b; x q[0]; a = measure q[0]; b = measure q[1];',
      '01',
    ],
    ['old style in OpenQASM 3', 'qreg q[2]; creg c[2]; x q[1]; measure q -> c;', '10'],
    [
      'little-endian comparison',
      'qubit[3] q; bit[2] c; bit r; x q[1]; c = measure q[0:1]; if (c == 2) x q[2]; r = measure q[2];',
      '110',
    ],
    ['negative indices', 'qubit[3] q; bit[3] c; x q[-1]; c = measure q;', '100'],
    ['slices with a step', 'qubit[5] q; bit[5] c; x q[0:2:4]; c = measure q;', '10101'],
    ['sets', 'qubit[4] q; bit[4] c; x q[{0, 3}]; c = measure q;', '1001'],
    [
      'aliases and concatenation',
      'qubit[2] a; qubit[2] b; bit[2] c; let m = a[1:1] ++ b[0:0]; x m; c[0] = measure a[1]; c[1] = measure b[0];',
      '11',
    ],
    [
      'a range loop includes its end, and counts down',
      'qubit[4] q; bit[4] c; for uint i in [3:-2:1] { x q[i]; } c = measure q;',
      '1010',
    ],
    ['a set loop', 'qubit[4] q; bit[4] c; for int i in {0, 2} x q[i]; c = measure q;', '0101'],
    [
      'while, break and continue',
      'qubit[5] q; bit[5] c; int i = 0; while (true) { i += 1; if (i == 2) continue; if (i > 3) break; x q[i]; } c = measure q;',
      '01010',
    ],
    [
      'switch',
      'qubit[2] q; bit[2] c; int k = 5; switch (k) { case 1, 5 { x q[1]; } default { x q[0]; } } c = measure q;',
      '10',
    ],
    [
      'switch on a measurement',
      'qubit[3] q; bit[2] c; bit r; x q[1]; c = measure q[0:1]; switch (c) { case 1 { } case 2 { x q[2]; } default { } } r = measure q[2];',
      '110',
    ],
    [
      'else on a measurement',
      'qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[0]) { } else { x q[1]; } c[1] = measure q[1];',
      '10',
    ],
    [
      'integers wrap at their width',
      'qubit q; bit c; uint[4] n = 15; n += 1; if (n == 0) x q; c = measure q;',
      '1',
    ],
    [
      'division of integers cuts',
      'qubit q; bit c; int n = 7; if (n / 2 == 3 && -n / 2 == -3) x q; c = measure q;',
      '1',
    ],
    [
      'a literal in a gate is a real number',
      'qubit q; bit c; pow(1/2) @ x q; pow(1/2) @ x q; c = measure q;',
      '1',
    ],
    [
      'bits of an integer',
      'qubit[3] q; bit[3] c; uint[3] n = 6; for int i in [0:2] { if (bool(n[i])) x q[i]; } c = measure q;',
      '110',
    ],
    ['bit strings', 'bit[4] c = "0011"; c[3] = 1; c <<= 1;', '0110'],
    [
      'popcount and rotation',
      'bit[4] c = "1001"; bit r; c = rotl(c, 1); r = popcount(c) == 2;',
      '10011',
    ],
    [
      'angles turn round',
      'qubit q; bit c; angle[4] a = pi; a += pi; a += pi / 2; p(a) q; if (a == pi / 2) x q; c = measure q;',
      '1',
    ],
    [
      'subroutines return measurements',
      'def f(qubit a, bool flip) -> bit { if (flip) x a; return measure a; } qubit[2] q; bit[2] c; c[0] = f(q[0], false); c[1] = f(q[1], true);',
      '10',
    ],
    [
      'subroutines take registers',
      'def f(qubit[2] a) { x a; } qubit[3] q; bit[3] c; f(q[1:2]); c = measure q;',
      '110',
    ],
    [
      'a loop that a measurement ends',
      'qubit q; bit c; int n = 0; c = measure q; while (c == 0) { x q; c = measure q; n += 1; } if (n == 1) reset q;',
      '1',
    ],
    [
      'assignments under a measurement last',
      'qubit[2] q; bit[2] c; int n = 1; x q[0]; c[0] = measure q[0]; if (c[0]) { n = 4; } if (n == 4) x q[1]; c[1] = measure q[1];',
      '11',
    ],
    ['end', 'qubit q; bit c; x q; c = measure q; end; x q; c = measure q;', '1'],
    [
      'end under a measurement',
      'qubit q; bit c; x q; c = measure q; if (c) end; x q; c = measure q;',
      '1',
    ],
    [
      'controls, positive and negative',
      'qubit[3] q; bit[3] c; x q[0]; ctrl @ negctrl @ x q[0], q[1], q[2]; c = measure q;',
      '101',
    ],
    [
      'counted controls',
      'qubit[4] q; bit[4] c; x q[0:2]; ctrl(3) @ x q[0], q[1], q[2], q[3]; c = measure q;',
      '1111',
    ],
    [
      'inverse of a gate of our own',
      'gate g a, b { h a; cx a, b; t b; } qubit[2] q; bit[2] c; g q[0], q[1]; inv @ g q[0], q[1]; c = measure q;',
      '00',
    ],
    [
      'whole and negative powers',
      'gate g a { rx(pi / 4) a; } qubit q; bit c; pow(6) @ g q; pow(-2) @ g q; c = measure q;',
      '1',
    ],
    [
      'a root of a gate on two qubits',
      'gate g a, b { swap a, b; } qubit[2] q; bit[2] c; x q[0]; pow(0.5) @ g q[0], q[1]; pow(0.5) @ g q[0], q[1]; c = measure q;',
      '10',
    ],
    [
      'a controlled global phase is a phase',
      'qubit[2] q; bit c; h q[0]; ctrl @ gphase(pi) q[0]; h q[0]; c = measure q[0];',
      '1',
    ],
    [
      'U carries the phase of the specification',
      'qubit[2] q; bit c; h q[0]; x q[1]; ctrl @ U(2 * pi, 0, 0) q[0], q[1]; h q[0]; c = measure q[0];',
      '0',
    ],
    [
      'rz feels its phase under a control',
      'qubit[2] q; bit c; h q[0]; ctrl @ rz(2 * pi) q[0], q[1]; h q[0]; c = measure q[0];',
      '1',
    ],
    ['broadcasting', 'qubit[2] a; qubit[2] b; bit[2] c; x a; cx a, b; c = measure b;', '11'],
    [
      'one qubit beside a register',
      'qubit a; qubit[2] b; bit[2] c; x a; cx a, b; c = measure b;',
      '11',
    ],
    ['a gate may take a library name', 'gate x a { } qubit q; bit c; x q; c = measure q;', '0'],
    ['no qubits at all', 'bit[2] c = "10";', '10'],
  ]
  for (const [why, body, result] of cases) t.equal(outcome(body), result, why)
})

t.test('OpenQASM 2 as it was', async (t) => {
  t.equal(
    outcome('qreg q[2]; creg c[2]; U(pi, 0, pi) q[0]; CX q[0], q[1]; measure q -> c;', old),
    '11',
  )
  t.equal(
    outcome('qreg q[1]; creg c[1]; rx(2^2*pi/4) q[0]; measure q -> c;', old),
    '1',
    '^ raises to a power',
  )
  t.equal(outcome('qreg q[1]; creg c[1]; rx(3/3*pi) q[0]; measure q -> c;', old), '1')
  t.equal(
    outcome('qreg angle[1]; creg input[1]; x angle; measure angle -> input;', old),
    '1',
    'later keywords are names',
  )
})

t.test('every diagnostic, with its place', async (t) => {
  const cases: readonly (readonly [code: string, line: number, column: number, source: string])[] =
    [
      ['QASM_SYNTAX', 5, 1, `${modern}qubit q\n\n`],
      ['QASM_SYNTAX', 1, 1, '/* never closed'],
      ['QASM_SYNTAX', 1, 10, 'OPENQASM three;'],
      ['QASM_SYNTAX', 3, 5, `${modern}int for = 2;`],
      ['QASM_UNDEFINED', 3, 3, `${modern}x q;`],
      ['QASM_UNDEFINED', 1, 10, 'qubit q; h q;'],
      ['QASM_UNDEFINED', 3, 11, `${old}qreg q[1];X q[0];`],
      ['QASM_REDECLARED', 3, 10, `${modern}qubit q; bit q;`],
      ['QASM_TYPE', 3, 18, `${modern}bit c; qubit q;x c;`],
      ['QASM_VALUE', 3, 11, `${modern}int n = 1 / 0;`],
      ['QASM_INDEX', 3, 16, `${modern}qubit[2] q; x q[2];`],
      ['QASM_ARITY', 3, 13, `${modern}qubit[2] q; cx q[0];`],
      ['QASM_ARITY', 3, 13, `${modern}qubit[2] q; rx q[0];`],
      ['QASM_DUPLICATE_QUBIT', 3, 13, `${modern}qubit[2] q; cx q[0], q[0];`],
      ['QASM_UNSUPPORTED', 1, 10, 'OPENQASM 4.0;'],
      ['QASM_UNSUPPORTED', 1, 1, 'include "mine.inc";'],
      ['QASM_UNSUPPORTED', 3, 1, `${modern}delay[10ns] q;`],
      ['QASM_UNSUPPORTED', 3, 3, `${modern}x $0;`],
      ['QASM_RECURSION', 3, 11, `${modern}gate g a {g a;}`],
      ['QASM_RECURSION', 3, 23, `${modern}def f(qubit a) { h a; f(a); } qubit q; f(q);`],
      ['QASM_TOO_DEEP', 3, 209, `${modern}int n = ${'('.repeat(5000)}1;`],
      ['QASM_TOO_LARGE', 3, 1, `${modern}bit[513] c;`],
      ['QASM_TOO_MANY_QUBITS', 3, 1, `${modern}qubit[21] q;`],
    ]
  for (const [code, line, column, source] of cases) {
    const compiled = compile(source)
    if (compiled.kind === 'ok') {
      t.fail(`${code} expected of ${source.slice(0, 80)}`)
      continue
    }
    const { diagnostic } = compiled
    t.equal(diagnostic.code, code, `${code} ${source.slice(-40)} ${diagnostic.message}`)
    t.equal(
      `${diagnostic.line}:${diagnostic.column}`,
      `${line}:${column}`,
      `${code} ${source.slice(-40)}`,
    )
  }
})

t.test('nothing adversarial exhausts the stack, the memory or the clock', async (t) => {
  const small = { ...defaultProgramLimits, steps: 100_000, operations: 10_000 }
  const doubling = Array.from(
    { length: 60 },
    (_, k) => `gate g${k + 1} a { g${k} a; g${k} a; }`,
  ).join('\n')
  const chain = Array.from({ length: 3000 }, (_, k) => `gate g${k + 1} a { g${k} a; }`).join('\n')
  const cases: Readonly<Record<string, string>> = {
    'gates that double': `${modern}gate g0 a { x a; }\n${doubling}\nqubit q; g60 q;`,
    'empty gates that double': `${modern}gate g0 a { }\n${doubling}\nqubit q; g60 q;`,
    'a chain of gates': `${modern}gate g0 a { x a; }\n${chain}\nqubit q; g3000 q;`,
    'an endless loop': `${modern}while (true) { }`,
    'a long loop': `${modern}for int i in [0:1000000000000000000] { }`,
    'a huge power': `${modern}gate g a { h a; } qubit q; pow(1e15) @ g q;`,
    'a huge exponent': `${modern}int n = 3 ** 99999999999 << 99999999999; qubit[n] q;`,
    'nested blocks': `${modern}${'{'.repeat(50_000)}`,
    'nested conditions': `${old}creg c[1];${'if(c==0)'.repeat(20_000)}`,
    'nested else': `${modern}bit c;${'if (c) { } else '.repeat(10_000)}`,
    signs: `${modern}int n = ${'-'.repeat(100_000)}1;`,
    sums: `${modern}int n = ${'1 + '.repeat(50_000)}1;`,
    indices: `${modern}qubit[2] q; x q${'[0:1]'.repeat(10_000)};`,
    digits: `${modern}int n = ${'9'.repeat(200_000)};`,
    'too much source': `//${'x'.repeat(300_000)}`,
  }
  for (const [what, source] of Object.entries(cases)) {
    const compiled = compile(source, small)
    t.equal(
      compiled.kind,
      'invalid',
      `${what}: ${compiled.kind === 'invalid' ? compiled.diagnostic.code : ''}`,
    )
  }
})
