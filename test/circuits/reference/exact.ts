import type { Distribution } from '../kit/distribution.ts'
import type { Matrix } from './gates.ts'
import { readProgram, type Program, type Step } from './program.ts'

/** One way that the measurements may go, with amplitudes as [re, im, re, im, …]; their norm is its probability. */
type Branch = { readonly amplitudes: Float64Array; readonly bits: readonly number[] }

const negligible = 1e-14

const applyUnitary = (amplitudes: Float64Array, qubits: readonly number[], m: Matrix): void => {
  const target = qubits.at(-1) ?? 0
  const controls = qubits.slice(0, -1).reduce((mask, qubit) => mask | (1 << qubit), 0)
  const bit = 1 << target
  for (let low = 0; low < amplitudes.length / 2; low += 1) {
    if ((low & bit) !== 0 || (low & controls) !== controls) continue
    const [i, j] = [2 * low, 2 * (low | bit)]
    const [a, b, c, d] = [
      amplitudes[i] ?? 0,
      amplitudes[i + 1] ?? 0,
      amplitudes[j] ?? 0,
      amplitudes[j + 1] ?? 0,
    ]
    amplitudes[i] = m[0] * a - m[1] * b + m[2] * c - m[3] * d
    amplitudes[i + 1] = m[0] * b + m[1] * a + m[2] * d + m[3] * c
    amplitudes[j] = m[4] * a - m[5] * b + m[6] * c - m[7] * d
    amplitudes[j + 1] = m[4] * b + m[5] * a + m[6] * d + m[7] * c
  }
}

/** The part in which the qubit reads `value`, and how probable it is. */
const project = (amplitudes: Float64Array, qubit: number, value: number) => {
  const part = new Float64Array(amplitudes.length)
  let probability = 0
  for (let index = 0; index < amplitudes.length / 2; index += 1) {
    if (((index >> qubit) & 1) !== value) continue
    const [re, im] = [amplitudes[2 * index] ?? 0, amplitudes[2 * index + 1] ?? 0]
    part[2 * index] = re
    part[2 * index + 1] = im
    probability += re * re + im * im
  }
  return { part, probability }
}

const applies = ({ when }: Step, bits: readonly number[]): boolean =>
  when === undefined ||
  when.bits.reduce((value, bit, place) => value + (bits[bit] ?? 0) * 2 ** place, 0) === when.value

const flip: Matrix = [0, 0, 1, 0, 1, 0, 0, 0]

const advance = (branch: Branch, step: Step): readonly Branch[] => {
  const { amplitudes, bits } = branch
  if (!applies(step, bits)) return [branch]
  if (step.op === 'unitary') {
    applyUnitary(amplitudes, step.qubits, step.matrix)
    return [branch]
  }
  return [0, 1].flatMap((value) => {
    const { part, probability } = project(amplitudes, step.qubit, value)
    if (probability < negligible) return []
    if (step.op === 'measure') return [{ amplitudes: part, bits: bits.with(step.bit, value) }]
    if (value === 1) applyUnitary(part, [step.qubit], flip)
    return [{ amplitudes: part, bits }]
  })
}

/** Measurements at the end need no branches: each outcome is read off the amplitudes. */
const tailOf = ({ steps }: Program): number =>
  steps.findLastIndex(({ op, when }) => op !== 'measure' || when !== undefined) + 1

/** Exact probabilities of a program's outcomes, bit 0 rightmost: every branch of every measurement is followed. */
export const exactDistribution = (source: string): Distribution => {
  const program = readProgram(source)
  const tail = tailOf(program)
  const amplitudes = new Float64Array(2 ** (program.qubits + 1))
  amplitudes[0] = 1
  let branches: readonly Branch[] = [{ amplitudes, bits: Array<number>(program.bits).fill(0) }]
  for (const step of program.steps.slice(0, tail))
    branches = branches.flatMap((branch) => advance(branch, step))
  const distribution = new Map<string, number>()
  for (const { amplitudes: final, bits } of branches) {
    for (let index = 0; index < final.length / 2; index += 1) {
      const p = (final[2 * index] ?? 0) ** 2 + (final[2 * index + 1] ?? 0) ** 2
      if (p < negligible) continue
      const read = [...bits]
      for (const step of program.steps.slice(tail))
        if (step.op === 'measure') read[step.bit] = (index >> step.qubit) & 1
      const key = read.reverse().join('')
      distribution.set(key, (distribution.get(key) ?? 0) + p)
    }
  }
  return distribution
}
