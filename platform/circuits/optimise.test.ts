import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { fuzzRuns, validProgram } from '../../test/fuzz/openqasm-programs.ts'
import { compile } from '../providers/simulator/language/compile.ts'
import { defaultProgramLimits } from '../providers/simulator/language/limits.ts'
import { optimise, type OptimiseOptions, type OptimiseOutcome } from './optimise.ts'
import { compare } from './prove.ts'

t.setTimeout(fuzzRuns(0) > 1000 ? 3_600_000 : 900_000)

const options: OptimiseOptions = {
  basis: 'KEEP',
  fromGround: true,
  proofQubits: 12,
  proofWork: 1e9,
}
const run = (source: string, changes: Partial<OptimiseOptions> = {}): OptimiseOutcome =>
  optimise(source, {}, defaultProgramLimits, { ...options, ...changes })

const bodyOf = (source: string): readonly string[] =>
  source
    .trim()
    .split(/(?<=;)\s+/u)
    .filter((line) => !/^(?:OPENQASM|include|qubit|bit|qreg|creg)/u.test(line))

const on3 = (body: string): string =>
  `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[4] q;\nbit[4] c;\n${body}`
const on2 = (body: string): string =>
  `OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[4];\ncreg c[4];\n${body}`

const after = (source: string, changes: Partial<OptimiseOptions> = {}): readonly string[] => {
  const outcome = run(source, { fromGround: false, ...changes })
  return outcome.kind === 'optimised' || outcome.kind === 'unchanged'
    ? bodyOf(outcome.source)
    : [JSON.stringify(outcome)]
}

t.test('what cancels is gone, past what it commutes with', async (t) => {
  t.same(after(on3('h q[0]; h q[0];')), [])
  t.same(after(on3('cx q[0], q[1]; rz(0.3) q[0]; x q[1]; cx q[0], q[1];')), [
    'rz(0.3) q[0];',
    'x q[1];',
  ])
  t.same(after(on3('t q[0]; cz q[0], q[1]; t q[0];')), ['s q[0];', 'cz q[0], q[1];'])
  t.same(after(on3('ccx q[0], q[1], q[2]; cx q[3], q[2]; ccx q[1], q[0], q[2];')), [
    'cx q[3], q[2];',
  ])
  t.same(after(on3('cp(pi/4) q[0], q[1]; cx q[0], q[2]; cp(pi/4) q[1], q[0];')).length, 2)
  t.same(after(on2('u1(0.25) q[0]; u1(-0.25) q[0];')), [])
})

t.test('nothing passes a measurement, a reset, a barrier or a condition', async (t) => {
  for (const between of [
    'c[0] = measure q[0];',
    'reset q[0];',
    'barrier q[0];',
    'c[1] = measure q[1]; if (c[1] == 1) { h q[0]; }',
  ]) {
    const source = on3(`h q[1]; h q[0]; ${between} h q[0];`)
    t.equal(run(source, { fromGround: false }).kind, 'unchanged', between)
  }
})

t.test('blocks on two qubits are written with the fewest gates', async (t) => {
  const swapped = on3('cx q[0], q[1]; cx q[1], q[0]; cx q[0], q[1];')
  t.same(after(swapped), ['swap q[0], q[1];'])
  t.equal(after(swapped, { basis: 'CX' }).length, 3)
  const five = 'cx q[0], q[1]; rx(0.3) q[0]; ry(0.4) q[1]; '.repeat(5)
  t.equal(after(on3(five)).filter((line) => line.startsWith('cx')).length, 3)
  t.equal(after(on2(five), { basis: 'CX' }).filter((line) => line.startsWith('cx')).length, 3)
})

t.test('the beginning in |0> decides controls and phases', async (t) => {
  const source = on3('cx q[0], q[1]; x q[2]; cx q[2], q[3]; z q[2]; h q[0]; cz q[0], q[2];')
  const outcome = run(source)
  t.match(outcome, {
    kind: 'optimised',
    fromGround: true,
    proof: { kind: 'PROVED', from: 'GROUND_STATE' },
  })
  t.same(after(source, { fromGround: true }).toSorted(), ['ry(-pi/2) q[0];', 'x q[3];', 'y q[2];'])
})

t.test('in CX: the figures before are of the textbook way to write the same', async (t) => {
  const outcome = run(on3('ccx q[0], q[1], q[2]; swap q[0], q[3]; cp(0.3) q[1], q[2];'), {
    basis: 'CX',
    fromGround: false,
  })
  t.match(outcome, { kind: 'optimised', before: { billedTwoQubit: 11 }, proof: { kind: 'PROVED' } })
})

t.test('conditions, with an alternative, in both languages', async (t) => {
  const teleport = on3(
    'h q[0]; s q[0]; cx q[0], q[1]; c[0] = measure q[0]; c[1] = measure q[1];\n' +
      'if (c[0] == 1) { x q[2]; z q[2]; z q[2]; } else { h q[2]; }\nif (c == 3) { h q[3]; h q[3]; y q[3]; }',
  )
  t.match(run(teleport), { kind: 'optimised', proof: { kind: 'PROVED', branches: 2 } })
  const old = on2(
    'h q[0];\nh q[1];\nmeasure q[0] -> c[0];\nif (c == 1) u3(0.1, 0.2, 0.3) q[2];\nif(c==1) u3(0.1, 0.2, 0.3) q[2];\nx q[3];\nx q[3];',
  )
  t.match(run(old), { kind: 'optimised', proof: { kind: 'PROVED' } })
})

t.test('what is not rewritten is said', async (t) => {
  t.match(run(on3('while (c[0] == 0) { h q[0]; c[0] = measure q[0]; }')), { kind: 'unsupported' })
  t.match(
    run(
      on3(
        'h q[0]; c[0] = measure q[0]; int n = 0; if (c[0] == 1) { n = 3; } if (n > 2) { x q[1]; }',
      ),
    ),
    {
      kind: 'unsupported',
    },
  )
  t.match(run('OPENQASM 3.0; qubit q; nonsense q;'), { kind: 'invalid' })
})

t.test('beyond the size that is compared, that is said', async (t) => {
  t.match(run(on3('h q[0]; h q[0]; cx q[0], q[1];'), { proofQubits: 3 }), {
    kind: 'optimised',
    proof: { kind: 'NOT_CHECKED' },
  })
})

const angle = fc.oneof(
  fc.constantFrom('pi/2', 'pi/4', '-pi/4', 'pi', '3*pi/8'),
  fc.double({ min: -6, max: 6, noNaN: true }).map((value) => value.toFixed(12)),
)
const wire = fc.integer({ min: 0, max: 3 })
const wires = (count: number) =>
  fc.shuffledSubarray([0, 1, 2, 3], { minLength: count, maxLength: count })
const names = {
  one: ['h', 'x', 'y', 'z', 's', 'sdg', 't', 'tdg', 'sx'],
  turned: ['rx', 'ry', 'rz', 'p'],
  two: ['cx', 'cx', 'cx', 'cz', 'cy', 'ch', 'swap'],
  turnedTwo: ['cp', 'crx', 'cry', 'crz'],
  three: ['ccx', 'cswap'],
}
const on = (qubits: readonly number[]): string =>
  qubits.map((qubit) => `q[${String(qubit)}]`).join(', ')
const gate = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...names.one), wire)
      .map(([name, q]) => `${name} q[${String(q)}];`),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...names.turned), angle, wire)
      .map(([name, a, q]) => `${name}(${a}) q[${String(q)}];`),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...names.two), wires(2))
      .map(([name, q]) => `${name} ${on(q)};`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...names.turnedTwo), angle, wires(2))
      .map(([name, a, q]) => `${name}(${a}) ${on(q)};`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...names.three), wires(3))
      .map(([name, q]) => `${name} ${on(q)};`),
  },
  { weight: 1, arbitrary: wires(2).map((q) => `barrier ${on(q)};`) },
)
const observed = fc.oneof(
  { weight: 10, arbitrary: gate },
  {
    weight: 1,
    arbitrary: fc.tuple(wire, wire).map(([q, c]) => `@measure ${String(q)} ${String(c)}`),
  },
  { weight: 1, arbitrary: wire.map((q) => `reset q[${String(q)}];`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 15 }), gate)
      .filter(([, text]) => !text.startsWith('barrier'))
      .map(([value, text]) => `@if ${String(value)} ${text}`),
  },
)

const written = (lines: readonly string[], version: '2' | '3'): string => {
  const body = lines
    .map((line) =>
      version === '3'
        ? line
            .replace(/@if (\d+) (.*)/u, 'if (c == $1) { $2 }')
            .replace(/@measure (\d) (\d)/u, 'c[$2] = measure q[$1];')
        : line
            .replace(/@if (\d+) (.*)/u, 'if (c == $1) $2')
            .replace(/@measure (\d) (\d)/u, 'measure q[$1] -> c[$2];'),
    )
    .join('\n')
  return version === '3' ? on3(body) : on2(body)
}

const isNoWorse = (outcome: OptimiseOutcome): boolean =>
  outcome.kind === 'unchanged' ||
  (outcome.kind === 'optimised' &&
    (['gates', 'billedTwoQubit', 'depth', 'twoQubitDepth'] as const).every(
      (name) => outcome.after[name] <= outcome.before[name],
    ))

const same = (first: string, second: string): boolean => {
  const [one, other] = [compile(first), compile(second)]
  if (one.kind === 'invalid' || other.kind === 'invalid') return false
  const found = compare(one.program, other.program, 'GROUND_STATE')
  return found.kind === 'compared' && found.distance < 1e-9
}

const settings = fc.record({
  basis: fc.constantFrom('KEEP' as const, 'CX' as const),
  fromGround: fc.boolean(),
})

t.test('random circuits stay equal, get no worse, and a second time changes nothing', async () => {
  fc.assert(
    fc.property(
      fc.array(gate, { minLength: 1, maxLength: 40 }),
      fc.constantFrom('2' as const, '3' as const),
      settings,
      (lines, version, chosen) => {
        const source = written(lines, version)
        const once = run(source, chosen)
        if (once.kind !== 'optimised' && once.kind !== 'unchanged') return false
        if (once.kind === 'optimised' && once.proof.kind !== 'PROVED') return false
        const twice = run(once.source, chosen)
        return (
          isNoWorse(once) &&
          same(source, once.source) &&
          twice.kind === 'unchanged' &&
          twice.source === once.source
        )
      },
    ),
    { numRuns: fuzzRuns(40) },
  )
})

t.test('so do circuits that measure, reset and decide on their way', async () => {
  fc.assert(
    fc.property(
      fc.array(observed, { minLength: 4, maxLength: 24 }),
      fc.constantFrom('2' as const, '3' as const),
      settings,
      (lines, version, chosen) => {
        const source = written(lines, version)
        const once = run(source, chosen)
        if (once.kind !== 'optimised' && once.kind !== 'unchanged')
          return once.kind === 'unsupported'
        const twice = run(once.source, chosen)
        return isNoWorse(once) && same(source, once.source) && twice.kind === 'unchanged'
      },
    ),
    { numRuns: fuzzRuns(25) },
  )
})

t.test('any program of the language is rewritten, refused or left, never broken', async () => {
  fc.assert(
    fc.property(validProgram, settings, (source, chosen) => {
      const outcome = run(source, { ...chosen, proofWork: 1e7 })
      return outcome.kind === 'unsupported' || outcome.kind === 'invalid' || isNoWorse(outcome)
    }),
    { numRuns: fuzzRuns(40) },
  )
})
