import type { Random } from './random.ts'

/** 2^qubits amplitudes; bit k of an index is qubit k. */
export type State = {
  readonly qubits: number
  readonly re: Float64Array
  readonly im: Float64Array
}

export const stateBytes = (qubits: number): number => 16 * 2 ** qubits

export const createState = (qubits: number): State => {
  const size = 2 ** qubits
  const state = { qubits, re: new Float64Array(size), im: new Float64Array(size) }
  state.re[0] = 1
  return state
}

export const setToZero = ({ re, im }: State): void => {
  re.fill(0)
  im.fill(0)
  re[0] = 1
}

export const copyState = (from: State, to: State): void => {
  to.re.set(from.re)
  to.im.set(from.im)
}

export const norm = ({ re, im }: State): number => {
  let sum = 0
  for (let index = 0; index < re.length; index += 1) {
    const x = re[index] ?? 0
    const y = im[index] ?? 0
    sum += x * x + y * y
  }
  return sum
}

/** The probability that `qubit` reads 1, of a state of any norm. */
export const probabilityOfOne = (state: State, qubit: number): number => {
  const { re, im } = state
  const mask = 1 << qubit
  let zeros = 0
  let ones = 0
  for (let index = 0; index < re.length; index += 1) {
    const x = re[index] ?? 0
    const y = im[index] ?? 0
    if ((index & mask) === 0) zeros += x * x + y * y
    else ones += x * x + y * y
  }
  const p = ones / (zeros + ones)
  // What rounding left behind of an impossible outcome must not be drawn.
  return p < 1e-14 ? 0 : p > 1 - 1e-14 ? 1 : p
}

/** Keeps the part where `qubit` reads `outcome`, which has probability p. */
export const collapse = (state: State, qubit: number, outcome: 0 | 1, p: number): void => {
  const { re, im } = state
  const mask = 1 << qubit
  const kept = outcome === 1 ? mask : 0
  const scale = 1 / Math.sqrt(p)
  for (let index = 0; index < re.length; index += 1) {
    const factor = (index & mask) === kept ? scale : 0
    re[index] = (re[index] ?? 0) * factor
    im[index] = (im[index] ?? 0) * factor
  }
}

/** Draws basis states: index (within `mask`) -> how often. One walk over the amplitudes for any number of shots. */
export const sample = (
  state: State,
  mask: number,
  shots: number,
  random: Random,
): Map<number, number> => {
  const { re, im } = state
  const total = norm(state)
  const draws = Float64Array.from({ length: shots }, () => random() * total).sort()
  const outcomes = new Map<number, number>()
  let reached = 0
  let drawn = 0
  let likely = 0
  for (let index = 0; index < re.length && drawn < shots; index += 1) {
    const x = re[index] ?? 0
    const y = im[index] ?? 0
    const p = x * x + y * y
    if (p === 0) continue
    reached += p
    likely = index
    const before = drawn
    while (drawn < shots && (draws[drawn] ?? 0) < reached) drawn += 1
    if (drawn > before)
      outcomes.set(index & mask, (outcomes.get(index & mask) ?? 0) + drawn - before)
  }
  // The sum may end a rounding short of the norm.
  if (drawn < shots) outcomes.set(likely & mask, (outcomes.get(likely & mask) ?? 0) + shots - drawn)
  return outcomes
}
