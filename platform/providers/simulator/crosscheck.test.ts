import { readFileSync } from 'node:fs'
import { getCompiler, loadWasmModule, QscEventTarget } from 'qsharp-lang'
import t from 'tap'
import { readShared } from '../../../test/data/shared.ts'
import { simulate } from '../../../test/providers/simulate.ts'

/* A second, independent simulator (Microsoft's QDK) must see the same distributions. */

const shots = 500
const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'

/** Phases that only interference shows, modifiers, and every controlled gate. */
const own: Readonly<Record<string, string>> = {
  phases:
    'qubit[2] q; bit[2] c; h q; crz(0.7) q[0], q[1]; cp(1.1) q[1], q[0]; cu(0.4, 0.3, 0.9, 1.7) q[0], q[1]; h q; c = measure q;',
  controlled:
    'qubit[3] q; bit[3] c; h q; ch q[0], q[1]; cry(0.8) q[1], q[2]; crx(1.3) q[2], q[0]; cy q[0], q[2]; ccx q[0], q[1], q[2]; cswap q[2], q[0], q[1]; h q[1]; c = measure q;',
  modifiers:
    'qubit[3] q; bit[3] c; h q; ctrl @ s q[0], q[1]; negctrl @ ry(0.9) q[1], q[2]; inv @ t q[0]; pow(3) @ rx(0.3) q[1]; ctrl(2) @ z q[0], q[1], q[2]; h q; c = measure q;',
  roots:
    'qubit[2] q; bit[2] c; sx q[0]; h q[1]; cx q[0], q[1]; sx q[0]; t q[1]; swap q[0], q[1]; u2(0.3, 1.1) q[0]; u3(0.5, 0.7, 0.2) q[1]; h q; c = measure q;',
  macro:
    'gate wave(a) x0, x1 { h x0; cp(a) x0, x1; ry(a / 2) x1; } qubit[3] q; bit[3] c; h q[2]; wave(0.9) q[0], q[1]; ctrl @ wave(1.9) q[2], q[1], q[0]; inv @ wave(0.4) q[1], q[2];  c = measure q;',
  midway:
    'qubit[2] q; bit[2] c; h q[0]; c[0] = measure q[0]; if (c[0] == 1) { ry(0.9) q[1]; } reset q[0]; rx(0.5) q[0]; cx q[1], q[0]; c[1] = measure q[0];',
}

/** The same program in the form that the other simulator takes: OpenQASM 3 and its library. */
const modern = (text: string): string =>
  text.replace(/OPENQASM 2\.0;/u, 'OPENQASM 3.0;').replace('qelib1.inc', 'stdgates.inc')

const wasm = async (): Promise<void> => {
  const file = new URL('../lib/web/qsc_wasm_bg.wasm', import.meta.resolve('qsharp-lang'))
  const { buffer, byteOffset, byteLength } = readFileSync(file)
  await loadWasmModule(buffer.slice(byteOffset, byteOffset + byteLength))
}

/** '[One, Zero]' or a tuple of such, first bit and first register first, to our order. */
const toKey = (result: string): string =>
  [...result.matchAll(/Zero|One/gu)]
    .map(([word]) => (word === 'One' ? '1' : '0'))
    .reverse()
    .join('')

const reference = async (source: string): Promise<Map<string, number>> => {
  const events = new QscEventTarget(true)
  const compiler = await getCompiler()
  const config = {
    sources: [['main.qasm', source]] as [string, string][],
    languageFeatures: [],
    profile: 'unrestricted' as const,
    projectType: 'openqasm' as const,
  }
  await compiler.run(config, '', shots, events)
  const counts = new Map<string, number>()
  for (const { success, result } of events.getResults()) {
    if (!success || typeof result !== 'string')
      throw new Error(`the reference failed: ${JSON.stringify(result)}`)
    counts.set(toKey(result), (counts.get(toKey(result)) ?? 0) + 1)
  }
  return counts
}

t.test('agrees with an independent simulator', async (t) => {
  await wasm()
  const files = readShared('qasm/qasmbench', '.qasm')
  const chosen = ['teleportation_n3', 'wstate_n3', 'vqe_n4', 'qpe_n9', 'inverseqft_n4']
  const shared = chosen.flatMap((name): [string, string][] => {
    const text = files.get(`${name}.qasm`)
    return text === undefined ? [] : [[name, text]]
  })
  const programs = [
    ...Object.entries(own).map(([name, body]): [string, string] => [name, header + body]),
    ...shared,
  ]
  for (const [name, source] of programs) {
    const theirs = await reference(modern(source))
    const many = 100_000
    const ours = simulate(source, many, 'seed').counts()
    const keys = new Set([...theirs.keys(), ...Object.keys(ours)])
    const distance =
      [...keys].reduce(
        (sum, key) => sum + Math.abs((theirs.get(key) ?? 0) / shots - (ours[key] ?? 0) / many),
        0,
      ) / 2
    // Sampling alone gives about sqrt(outcomes / (2 π shots)); twice that and a margin is far beyond its spread.
    const bound = 0.05 + 2 * Math.sqrt(keys.size / (2 * Math.PI * shots))
    t.ok(distance < bound, `${name}: ${distance.toFixed(3)} below ${bound.toFixed(3)}`)
  }
})
