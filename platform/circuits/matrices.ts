import { multiply, side, unitary, type Unitary } from '../providers/simulator/engine/unitary.ts'

/** Two numbers that differ by less are taken to be the same one. */
export const tolerance = 1e-11

/** Largest difference between two matrices that are brought to the same phase; without phase a matrix of zeros. */
export const distanceUpToPhase = (first: Unitary, second: Unitary): number => {
  let largest = 0
  let [phaseRe, phaseIm] = [1, 0]
  for (let entry = 0; entry < first.re.length; entry += 1) {
    const [a, b] = [first.re[entry] ?? 0, first.im[entry] ?? 0]
    const [c, d] = [second.re[entry] ?? 0, second.im[entry] ?? 0]
    const size = c * c + d * d
    if (size <= largest) continue
    largest = size
    const [re, im] = [a * c + b * d, b * c - a * d]
    const length = Math.hypot(re, im)
    ;[phaseRe, phaseIm] = length === 0 ? [1, 0] : [re / length, im / length]
  }
  let worst = 0
  for (let entry = 0; entry < first.re.length; entry += 1) {
    const [c, d] = [second.re[entry] ?? 0, second.im[entry] ?? 0]
    worst = Math.max(
      worst,
      Math.abs((first.re[entry] ?? 0) - (c * phaseRe - d * phaseIm)),
      Math.abs((first.im[entry] ?? 0) - (c * phaseIm + d * phaseRe)),
    )
  }
  return worst
}

export const isDiagonal = (matrix: Unitary): boolean => {
  const size = side(matrix)
  return matrix.re.every(
    (re, entry) => entry % (size + 1) === 0 || Math.hypot(re, matrix.im[entry] ?? 0) < tolerance,
  )
}

/** Identity, whatever its phase. */
export const isIdentityUpToPhase = (matrix: Unitary): boolean => {
  if (!isDiagonal(matrix)) return false
  const size = side(matrix)
  return matrix.re.every((re, entry) => {
    if (entry % (size + 1) !== 0) return true
    const [a = 0, b = 0] = [matrix.re[0], matrix.im[0]]
    return Math.hypot(re - a, (matrix.im[entry] ?? 0) - b) < tolerance
  })
}

/** `high` acts on the basis bits above those of `low`. */
export const kron = (high: Unitary, low: Unitary): Unitary => {
  const [m, n] = [side(high), side(low)]
  const size = m * n
  const re = new Float64Array(size * size)
  const im = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const h = Math.floor(row / n) * m + Math.floor(column / n)
      const l = (row % n) * n + (column % n)
      const [a, b] = [high.re[h] ?? 0, high.im[h] ?? 0]
      const [c, d] = [low.re[l] ?? 0, low.im[l] ?? 0]
      re[row * size + column] = a * c - b * d
      im[row * size + column] = a * d + b * c
    }
  }
  return { arity: high.arity + low.arity, re, im }
}

/** The matrix over the basis bits of `qubits`, of something on targets among them where all controls read 1. */
export const embed = (
  matrix: Unitary,
  controls: readonly number[],
  targets: readonly number[],
  qubits: readonly number[],
): Unitary => {
  const size = 2 ** qubits.length
  const re = new Float64Array(size * size)
  const im = new Float64Array(size * size)
  const place = (qubit: number): number => 1 << qubits.indexOf(qubit)
  const controlMask = controls.reduce((mask, qubit) => mask | place(qubit), 0)
  const bits = targets.map(place)
  const targetMask = bits.reduce((mask, bit) => mask | bit, 0)
  const own = side(matrix)
  const spread = (index: number): number =>
    bits.reduce((sum, bit, k) => (((index >> k) & 1) === 1 ? sum | bit : sum), 0)
  for (let column = 0; column < size; column += 1) {
    if ((column & controlMask) !== controlMask) {
      re[column * size + column] = 1
      continue
    }
    const from = bits.reduce((sum, bit, k) => ((column & bit) === 0 ? sum : sum | (1 << k)), 0)
    for (let to = 0; to < own; to += 1) {
      const row = (column & ~targetMask) | spread(to)
      re[row * size + column] = matrix.re[to * own + from] ?? 0
      im[row * size + column] = matrix.im[to * own + from] ?? 0
    }
  }
  return { arity: qubits.length, re, im }
}

/** A product of two one-qubit matrices taken apart (the first acts on basis bit 1), or nothing when it is none. */
export const factor = (matrix: Unitary): readonly [high: Unitary, low: Unitary] | undefined => {
  let best = 0
  let [row, column] = [0, 0]
  for (let entry = 0; entry < 16; entry += 1) {
    const size = Math.hypot(matrix.re[entry] ?? 0, matrix.im[entry] ?? 0)
    if (size <= best + 1e-6) continue
    best = size
    row = entry >> 2
    column = entry & 3
  }
  const at = (r: number, c: number): readonly [number, number] => [
    matrix.re[4 * r + c] ?? 0,
    matrix.im[4 * r + c] ?? 0,
  ]
  const pick = (of: (i: number, j: number) => readonly [number, number]): Unitary =>
    normalised(unitary(1, [of(0, 0), of(0, 1), of(1, 0), of(1, 1)]))
  const low = pick((i, j) => at((row & 2) | i, (column & 2) | j))
  const high = pick((i, j) => at((i << 1) | (row & 1), (j << 1) | (column & 1)))
  return distanceUpToPhase(kron(high, low), matrix) < tolerance ? [high, low] : undefined
}

/** Scaled to have rows of length one. */
const normalised = (matrix: Unitary): Unitary => {
  const [a = 0, b = 0] = matrix.re
  const [c = 0, d = 0] = matrix.im
  const length = Math.hypot(a, b, c, d)
  return { arity: 1, re: matrix.re.map((x) => x / length), im: matrix.im.map((x) => x / length) }
}

/** Do two matrices on the same qubits commute? */
export const commute = (first: Unitary, second: Unitary): boolean => {
  const [one, other] = [multiply(first, second), multiply(second, first)]
  return one.re.every(
    (re, entry) =>
      Math.abs(re - (other.re[entry] ?? 0)) < tolerance &&
      Math.abs((one.im[entry] ?? 0) - (other.im[entry] ?? 0)) < tolerance,
  )
}
