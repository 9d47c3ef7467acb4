import { readFileSync } from 'node:fs'

export type Counts = Readonly<Record<string, number>>

/** A circuit of the demo, and what a right hub must answer. */
export type DemoCircuit = {
  readonly name: string
  readonly source: string
  readonly shots: number
  /** Nothing when the counts are right, else what is wrong with them. */
  readonly verify: (counts: Counts, shots: number) => string | undefined
}

const share = (counts: Counts, shots: number, matches: (bits: string) => boolean): number =>
  Object.entries(counts).reduce((sum, [bits, seen]) => (matches(bits) ? sum + seen : sum), 0) /
  shots

const always =
  (bits: string) =>
  (counts: Counts, shots: number): string | undefined =>
    counts[bits] === shots ? undefined : `expected ${bits} in every shot`

/** Within five standard deviations of the sampling, for each outcome named; nothing else may appear. */
const distributed =
  (
    expected: Readonly<Record<string, number>>,
    matches = (seen: string, bits: string) => seen === bits,
  ) =>
  (counts: Counts, shots: number): string | undefined => {
    for (const [bits, p] of Object.entries(expected)) {
      const seen = share(counts, shots, (each) => matches(each, bits))
      if (Math.abs(seen - p) > 5 * Math.sqrt((p * (1 - p)) / shots))
        return `expected ${bits} in ${p} of the shots, saw ${seen}`
    }
    const other = share(
      counts,
      shots,
      (each) => !Object.keys(expected).some((bits) => matches(each, bits)),
    )
    const left = 1 - Object.values(expected).reduce((sum, p) => sum + p, 0)
    return other > left + 5 * Math.sqrt(Math.max(left, 1e-9) / shots)
      ? `unexpected outcomes in ${other} of the shots`
      : undefined
  }

/** The received bit is the leftmost: its register was declared last. */
const leftmost = (seen: string, bit: string): boolean => seen.startsWith(bit)

const half = 0.5
const third = 1 / 3
const grover = Math.sin(5 * Math.asin(1 / Math.sqrt(8))) ** 2

const expectations: readonly (readonly [string, number, DemoCircuit['verify']])[] = [
  ['bell', 1000, distributed({ '00': half, '11': half })],
  ['ghz', 1000, distributed({ '00000': half, '11111': half })],
  ['w-state', 1000, distributed({ '001': third, '010': third, '100': third })],
  ['qft', 1000, distributed({ '0000': 0.25, '0100': 0.25, '1000': 0.25, '1100': 0.25 })],
  ['grover', 2000, distributed({ '101': grover })],
  ['teleportation', 2000, distributed({ '1': 0.75, '0': 0.25 }, leftmost)],
  ['phase-estimation', 500, always('0101')],
  ['iterative-phase-estimation', 500, always('011')],
  ['bit-flip-code', 500, always('11111')],
  ['deutsch-jozsa', 500, always('101')],
  ['bernstein-vazirani', 100, always('11010')],
  ['superdense-coding', 500, always('10')],
  ['ripple-adder', 200, always('1001')],
  ['quantum-walk', 1000, distributed({ '00': half, '10': half })],
]

export const circuits: readonly DemoCircuit[] = expectations.map(([name, shots, verify]) => ({
  name,
  shots,
  verify,
  source: readFileSync(new URL(`./circuits/${name}.qasm`, import.meta.url), 'utf8'),
}))

export const circuit = (name: string): DemoCircuit => {
  const found = circuits.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no circuit is called ${name}`)
  return found
}
