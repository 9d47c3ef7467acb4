/**
 * A unitary matrix on `arity` qubits, row-major, of side 2^arity. Basis index bit k belongs to the k-th target qubit.
 * Arity 0 is a global phase.
 */
export type Unitary = {
  readonly arity: number
  readonly re: Float64Array
  readonly im: Float64Array
}

type Complex = readonly [re: number, im: number]

export const unitary = (arity: number, entries: readonly Complex[]): Unitary => ({
  arity,
  re: Float64Array.from(entries, ([re]) => re),
  im: Float64Array.from(entries, ([, im]) => im),
})

const zero: Complex = [0, 0]
const one: Complex = [1, 0]
const cis = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)]
const scaled = (factor: number, [re, im]: Complex): Complex => [factor * re, factor * im]

export const side = ({ arity }: Unitary): number => 2 ** arity

export const identity = (arity: number): Unitary => {
  const size = 2 ** arity
  const re = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) re[row * size + row] = 1
  return { arity, re, im: new Float64Array(size * size) }
}

export const phase = (angle: number): Unitary => unitary(0, [cis(angle)])
export const diagonal1 = (first: number, second: number): Unitary =>
  unitary(1, [cis(first), zero, zero, cis(second)])

/** The matrix [[cos, -e^iλ sin], [e^iφ sin, e^i(φ+λ) cos]] of θ/2, times e^iγ. */
export const rotation = (theta: number, phi: number, lambda: number, gamma: number): Unitary => {
  const cos = Math.cos(theta / 2)
  const sin = Math.sin(theta / 2)
  return unitary(1, [
    scaled(cos, cis(gamma)),
    scaled(-sin, cis(gamma + lambda)),
    scaled(sin, cis(gamma + phi)),
    scaled(cos, cis(gamma + phi + lambda)),
  ])
}

const half: Complex = [Math.SQRT1_2, 0]
export const pauliX = unitary(1, [zero, one, one, zero])
export const pauliY = unitary(1, [zero, [0, -1], [0, 1], zero])
export const pauliZ = unitary(1, [one, zero, zero, [-1, 0]])
export const hadamard = unitary(1, [half, half, half, [-Math.SQRT1_2, 0]])
export const gateS = unitary(1, [one, zero, zero, [0, 1]])
export const gateSdg = unitary(1, [one, zero, zero, [0, -1]])
export const gateT = diagonal1(0, Math.PI / 4)
export const gateTdg = diagonal1(0, -Math.PI / 4)
export const sqrtX = unitary(1, [
  [0.5, 0.5],
  [0.5, -0.5],
  [0.5, -0.5],
  [0.5, 0.5],
])

const permutation2 = (columns: readonly [number, number, number, number]): Unitary =>
  unitary(
    2,
    columns.flatMap((column) => [0, 1, 2, 3].map((row) => (row === column ? one : zero))),
  )
export const swap = permutation2([0, 2, 1, 3])

/** exp(-i θ/2 P⊗P) for P = X, Y or Z. */
export const ising = (axis: 'x' | 'y' | 'z', theta: number): Unitary => {
  const cos: Complex = [Math.cos(theta / 2), 0]
  const minus: Complex = [0, -Math.sin(theta / 2)]
  const plus: Complex = [0, Math.sin(theta / 2)]
  if (axis === 'z') {
    const entries = [cis(-theta / 2), cis(theta / 2), cis(theta / 2), cis(-theta / 2)]
    return unitary(
      2,
      entries.flatMap((entry, row) => entries.map((_, column) => (row === column ? entry : zero))),
    )
  }
  const corner = axis === 'x' ? minus : plus
  return unitary(2, [
    cos,
    zero,
    zero,
    corner,
    zero,
    cos,
    minus,
    zero,
    zero,
    minus,
    cos,
    zero,
    corner,
    zero,
    zero,
    cos,
  ])
}

export const adjoint = (matrix: Unitary): Unitary => {
  const size = side(matrix)
  const re = new Float64Array(size * size)
  const im = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      re[row * size + column] = matrix.re[column * size + row] ?? 0
      im[row * size + column] = -(matrix.im[column * size + row] ?? 0)
    }
  }
  return { arity: matrix.arity, re, im }
}

/** The matrix product: `second` is applied first. */
export const multiply = (first: Unitary, second: Unitary): Unitary => {
  const size = side(first)
  const re = new Float64Array(size * size)
  const im = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let sumRe = 0
      let sumIm = 0
      for (let k = 0; k < size; k += 1) {
        const aRe = first.re[row * size + k] ?? 0
        const aIm = first.im[row * size + k] ?? 0
        const bRe = second.re[k * size + column] ?? 0
        const bIm = second.im[k * size + column] ?? 0
        sumRe += aRe * bRe - aIm * bIm
        sumIm += aRe * bIm + aIm * bRe
      }
      re[row * size + column] = sumRe
      im[row * size + column] = sumIm
    }
  }
  return { arity: first.arity, re, im }
}

/** Largest difference between two entries. */
export const distance = (first: Unitary, second: Unitary): number =>
  first.re.reduce(
    (worst, re, index) =>
      Math.max(
        worst,
        Math.abs(re - (second.re[index] ?? 0)),
        Math.abs((first.im[index] ?? 0) - (second.im[index] ?? 0)),
      ),
    0,
  )
