import t from 'tap'
import { readShared, withoutData } from '../../../test/data/shared.ts'
import { simulate } from '../../../test/providers/simulate.ts'
import { compile } from './language/compile.ts'
import { defaultProgramLimits } from './language/limits.ts'

const benchmark = readShared('qasm/qasmbench', '.qasm')
const examples = readShared('qasm/openqasm3-examples', '.qasm')
const invalid = readShared('qasm/invalid', '.qasm')
const limits = { ...defaultProgramLimits, qubits: 24 }

const program = (files: ReadonlyMap<string, string>, name: string): string => {
  const text = files.get(`${name}.qasm`)
  if (text === undefined) throw new Error(`no ${name}`)
  return text
}

/** Half the sum of the differences between counts and a distribution. */
const distance = (
  counts: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): number => {
  const shots = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const keys = new Set([...Object.keys(counts), ...Object.keys(expected)])
  return (
    [...keys].reduce(
      (sum, key) => sum + Math.abs((counts[key] ?? 0) / shots - (expected[key] ?? 0)),
      0,
    ) / 2
  )
}

const uniform = (...keys: readonly string[]): Record<string, number> =>
  Object.fromEntries(keys.map((key) => [key, 1 / keys.length]))

t.test(
  'QASMBench compiles; what is too wide is refused',
  { skip: withoutData('qasm/qasmbench') },
  async (t) => {
    t.ok(benchmark.size >= 29)
    for (const [name, text] of benchmark) {
      const compiled = compile(text, limits)
      if (name === 'ising_n26.qasm') {
        t.match(compiled, {
          kind: 'invalid',
          diagnostic: { code: 'QASM_TOO_MANY_QUBITS', line: 3, column: 1 },
        })
      } else t.equal(compiled.kind, 'ok', name)
    }
  },
)

// One outcome only. ipea_n2, qec_sm_n5 and cc_n12 compare registers with integers, bit 0 the least significant.
const certain: Readonly<Record<string, string>> = {
  adder_n4: '1001',
  basis_change_n3: '000',
  bigadder_n18: '011000000',
  bv_n14: '1111111111111',
  fredkin_n3: '101',
  grover_n2: '11',
  hs4_n4: '0101',
  inverseqft_n4: '0000',
  ipea_n2: '0011',
  iswap_n2: '10',
  multiply_n13: '1111',
  qec_sm_n5: '01000',
}

t.test('deterministic circuits are exact', { skip: withoutData('qasm/qasmbench') }, async (t) => {
  for (const [name, key] of Object.entries(certain)) {
    t.same(simulate(program(benchmark, name), 500, 'seed').counts(), { [key]: 500 }, name)
  }
})

t.test(
  'cc_n12: the balance finds coin 6 when the parity allows it',
  { skip: withoutData('qasm/qasmbench') },
  async (t) => {
    const counts = simulate(program(benchmark, 'cc_n12'), 4000, 'seed').counts()
    const expected = uniform('000001000000', '011110111111', '100000000000', '111111111111')
    t.same(Object.keys(counts).sort(), Object.keys(expected).sort())
    t.ok(distance(counts, expected) < 0.03)
  },
)

t.test('known distributions', { skip: withoutData('qasm/qasmbench') }, async (t) => {
  const zeros = '0'.repeat(22)
  const known: Readonly<Record<string, Record<string, number>>> = {
    cat_state_n4: uniform('0000', '1111'),
    cat_state_n22: uniform(zeros + zeros, '1'.repeat(22) + zeros),
    deutsch_n2: uniform('01', '11'),
    lpn_n5: uniform('00000', '01101'),
    wstate_n3: uniform('001', '010', '100'),
    qrng_n4: uniform(...Array.from({ length: 16 }, (_, k) => k.toString(2).padStart(4, '0'))),
    qft_n4: uniform(...Array.from({ length: 16 }, (_, k) => k.toString(2).padStart(4, '0'))),
  }
  for (const [name, expected] of Object.entries(known)) {
    t.ok(distance(simulate(program(benchmark, name), 4000, 'seed').counts(), expected) < 0.05, name)
  }
})

t.test(
  'registers declared later stand to the left, and count on their own',
  { skip: withoutData('qasm/qasmbench') },
  async (t) => {
    const tally = simulate(program(benchmark, 'qec_sm_n5'), 100, 'seed')
    t.same(tally.counts(), { '01000': 100 }, 'syn = 01, then c = 000')
    t.same(tally.registers(), [
      { name: 'c', size: 3, counts: { '000': 100 } },
      { name: 'syn', size: 2, counts: { '01': 100 } },
    ])
  },
)

t.test(
  'OpenQASM 3 examples in the static subset',
  { skip: withoutData('qasm/openqasm3-examples') },
  async (t) => {
    const exact: Readonly<Record<string, string>> = {
      adder: '10000',
      inverseqft1: '0000',
      inverseqft2: '0000',
      qec: '01000',
      rb: '00',
    }
    for (const [name, key] of Object.entries(exact)) {
      t.same(simulate(program(examples, name), 200, 'seed').counts(), { [key]: 200 }, name)
    }
    t.same(
      simulate(program(examples, 'ipe'), 50, 'seed').counts(),
      { '': 50 },
      'ipe keeps its result in an angle',
    )
    // U(0.3, …) on q[0] is teleported to q[2]: cos²(0.15) of the shots read 0 there.
    const { counts } = simulate(program(examples, 'teleport'), 20_000, 'seed').registers()[2] ?? {
      counts: {},
    }
    t.ok(distance(counts, { '0': Math.cos(0.15) ** 2, '1': Math.sin(0.15) ** 2 }) < 0.01)
  },
)

t.test(
  'constructs outside of the subset are refused by name',
  { skip: withoutData('qasm/openqasm3-examples') },
  async (t) => {
    const refused: Readonly<Record<string, readonly [code: string, named: RegExp]>> = {
      dd: ['QASM_UNSUPPORTED', /'stretch'/],
      defcal: ['QASM_UNSUPPORTED', /'defcalgrammar'/],
      gateteleport: ['QASM_UNSUPPORTED', /'extern'/],
      cphase: ['QASM_UNDEFINED', /'CX'/],
    }
    for (const [name, [code, named]] of Object.entries(refused)) {
      const compiled = compile(program(examples, name))
      t.match(compiled, { kind: 'invalid', diagnostic: { code, message: named } }, name)
    }
    const rest = [...examples.keys()].filter((name) => !Object.hasOwn(refused, name.slice(0, -5)))
    for (const name of rest) t.equal(compile(examples.get(name) ?? '').kind, 'ok', name)
  },
)

t.test(
  'invalid programs are refused with line and column',
  { skip: withoutData('qasm/invalid') },
  async (t) => {
    t.ok(invalid.size >= 6)
    for (const [name, text] of invalid) {
      const compiled = compile(text)
      if (compiled.kind === 'ok') t.fail(`${name} was taken`)
      else
        t.ok(
          compiled.diagnostic.line > 0 && compiled.diagnostic.column > 0,
          `${name} ${compiled.diagnostic.code}`,
        )
    }
  },
)

t.test(
  'each line of the invalid collections is refused on its own',
  { skip: withoutData('qasm/invalid') },
  async (t) => {
    const declared = 'qubit[2] q; bit[2] c; include "stdgates.inc"; int myvar0;\n'
    for (const [name, text] of invalid) {
      if (!name.startsWith('oq3_')) continue
      for (const line of text.split('\n')) {
        if (line.trim() === '' || line.startsWith('//')) continue
        const compiled = compile(declared + line.replaceAll('$0', 'q[0]').replaceAll('$1', 'q[1]'))
        t.equal(compiled.kind, 'invalid', `${name}: ${line}`)
      }
    }
  },
)
