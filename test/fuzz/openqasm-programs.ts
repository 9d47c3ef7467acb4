import fc from '../kit/fast-check.ts'

/** Random OpenQASM, from programs that must run to text that must merely be refused politely. */

const qubitCount = 4
const bitCount = 4

const angle = fc.oneof(
  fc.constantFrom(
    'pi',
    '-pi/2',
    'pi/4',
    '3*pi/8',
    '0',
    '1/3',
    'tau/7',
    'sin(0.3)',
    '2**0.5',
    '1e-3',
  ),
  fc.double({ min: -10, max: 10, noNaN: true }).map((value) => value.toFixed(4)),
)
const distinctQubits = (count: number): fc.Arbitrary<readonly string[]> =>
  fc
    .shuffledSubarray([...Array(qubitCount).keys()], { minLength: count, maxLength: count })
    .map((qubits) => qubits.map((qubit) => `q[${qubit}]`))

const gateTable: readonly (readonly [name: string, params: number, qubits: number])[] = [
  ['x', 0, 1],
  ['y', 0, 1],
  ['z', 0, 1],
  ['h', 0, 1],
  ['s', 0, 1],
  ['sdg', 0, 1],
  ['t', 0, 1],
  ['tdg', 0, 1],
  ['sx', 0, 1],
  ['id', 0, 1],
  ['rx', 1, 1],
  ['ry', 1, 1],
  ['rz', 1, 1],
  ['p', 1, 1],
  ['u2', 2, 1],
  ['u3', 3, 1],
  ['cx', 0, 2],
  ['cy', 0, 2],
  ['cz', 0, 2],
  ['ch', 0, 2],
  ['cp', 1, 2],
  ['crx', 1, 2],
  ['crz', 1, 2],
  ['cu', 4, 2],
  ['swap', 0, 2],
  ['ccx', 0, 3],
  ['cswap', 0, 3],
]

export type GateCall = { readonly text: string; readonly inverse: string }

/** A gate statement of OpenQASM 3 over `q`, with modifiers, and the statement that undoes it. */
export const gateCall: fc.Arbitrary<GateCall> = fc
  .record({
    gate: fc.constantFrom(...gateTable),
    params: fc.array(angle, { minLength: 4, maxLength: 4 }),
    order: distinctQubits(4),
    control: fc.constantFrom('', 'ctrl @ ', 'negctrl @ '),
    power: fc.constantFrom('', 'pow(2) @ ', 'pow(-1) @ ', 'pow(0.5) @ ', 'inv @ '),
  })
  .map(({ gate: [name, params, qubits], params: values, order, control, power }) => {
    const args = params === 0 ? '' : `(${values.slice(0, params).join(', ')})`
    const width = control === '' ? qubits : qubits + 1
    const call = `${control}${power}${name}${args} ${order.slice(0, width).join(', ')};`
    return { text: call, inverse: `inv @ ${call}` }
  })

const bit = fc.nat(bitCount - 1).map((index) => `c[${index}]`)
const condition = fc.oneof(
  bit,
  bit.map((name) => `!${name}`),
  fc.nat(2 ** bitCount).map((value) => `c == ${value}`),
  fc.nat(2 ** bitCount).map((value) => `int[5](c) < ${value} && n != 3`),
  fc.constantFrom('true', 'n > 2', 'n % 2 == 0 || c[0] == 1'),
)

const { statement } = fc.letrec<{ statement: string; block: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    gateCall.map(({ text }) => text),
    fc
      .tuple(fc.nat(qubitCount - 1), bit)
      .map(([qubit, target]) => `${target} = measure q[${qubit}];`),
    fc.constantFrom(
      'reset q[1];',
      'barrier;',
      'barrier q[0], q[2];',
      'c = measure q;',
      'n += 1;',
      'n = n * 3 - 1;',
      'c[1] = c[0];',
      'h q;',
      'cx q, r;',
      'mix(0.25) q[0], q[1];',
      'inv @ mix(pi) q[2], q[3];',
      'c[0:1] = "10";',
      'gphase(pi/3);',
      'c[2] = flip(q[1]);',
      'measure q[0];',
      'x q[-1];',
      'h q[1:2];',
      'x q[{0, 3}];',
    ),
    fc
      .tuple(condition, tie('block'), tie('block'))
      .map(([test, yes, no]) => `if (${test}) ${yes} else ${no}`),
    fc.tuple(condition, tie('block')).map(([test, yes]) => `if (${test}) ${yes}`),
    fc
      .tuple(fc.integer({ min: -2, max: 3 }), tie('block'))
      .map(([last, body]) => `for int i in [0:${last}] ${body}`),
    fc
      .tuple(fc.nat(3), tie('block'))
      .map(([value, body]) => `switch (c) { case ${value}, 7 ${body} default { } }`),
    tie('block').map((body) => `for uint i in {1, 2} ${body}`),
  ),
  block: fc.array(tie('statement'), { maxLength: 3 }).map((lines) => `{ ${lines.join(' ')} }`),
}))

const prelude = `OPENQASM 3.0;
include "stdgates.inc";
gate mix(t) a, b { rx(t) a; cx a, b; pow(2) @ rz(-t / 2) b; }
def flip(qubit a) -> bit { x a; return measure a; }
qubit[${qubitCount}] q;
qubit[${qubitCount}] r;
bit[${bitCount}] c;
int n = 1;
`

/** A well-formed program within the simulator's subset. */
export const validProgram: fc.Arbitrary<string> = fc
  .array(statement, { minLength: 1, maxLength: 12 })
  .map((lines) => `${prelude}${lines.join('\n')}\nc = measure q;\n`)

const fragments = fc.constantFrom(
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ';',
  ',',
  ':',
  '@',
  '->',
  '=',
  '==',
  '++',
  '**',
  '-',
  '"',
  '/*',
  '//',
  '$0',
  '#',
  '\\',
  'OPENQASM 2.0;',
  'OPENQASM 3.0;',
  'include "qelib1.inc";',
  'qreg q[3];',
  'creg c[3];',
  'gate g a {',
  'if (',
  'for ',
  'while (true) {',
  'def f() {',
  'return',
  'ctrl @ ',
  'inv @ ',
  'pow(1e9) @ ',
  'measure q -> c;',
  'delay[10ns] q;',
  '9999999999999999999999',
  '1e400',
  '0x',
  '1__2',
  'π',
  '\u0000',
  '💥',
  'q[',
  'c',
  'angle[3] a = pi;',
  'int[4] x = ',
  'qubit[30] big;',
  'bit[100000] huge;',
  'break;',
  'end;',
  'input int p;',
  'cal {',
  'U(1,2,3) q[0];',
  'CX q[0],q[0];',
)

const cut = fc.tuple(fc.nat(), fc.nat(40), fragments)

/** A program with something wrong somewhere, or nothing of a program left at all. */
export const brokenProgram: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(validProgram, fc.array(cut, { minLength: 1, maxLength: 4 })).map(([program, cuts]) =>
    cuts.reduce((text, [position, length, fragment]) => {
      const start = text.length === 0 ? 0 : position % text.length
      return text.slice(0, start) + fragment + text.slice(start + length)
    }, program),
  ),
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

/** How many programs a fuzz tries: few by default, QHUB_FUZZ_PROGRAMS for a long one. */
export const fuzzRuns = (fallback: number): number => {
  const asked = Number(process.env['QHUB_FUZZ_PROGRAMS'] ?? '')
  return Number.isInteger(asked) && asked > 0 ? asked : fallback
}

/** Where a fuzz that samples begins: always the same, unless QHUB_FUZZ_SEED says otherwise. */
export const fuzzSeed = (): number => {
  const asked = Number(process.env['QHUB_FUZZ_SEED'] ?? '')
  return Number.isInteger(asked) && asked !== 0 ? asked : 20_261_121
}
