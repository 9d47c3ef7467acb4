import type { State } from './state.ts'
import type { Unitary } from './unitary.ts'

/*
 * The loops visit, in order, the indices whose bits in `fixed` are zero: setting those bits, adding one and clearing
 * them again carries across them. Every index stays below the state's size; the defaults are for the type checker.
 */

type Shape = 'identity' | 'diagonal' | 'flip' | 'general' | 'swap' | 'dense'

const shapes = new WeakMap<Unitary, Shape>()

const isZero = (matrix: Unitary, entry: number): boolean =>
  matrix.re[entry] === 0 && matrix.im[entry] === 0
const isOne = (matrix: Unitary, entry: number): boolean =>
  matrix.re[entry] === 1 && matrix.im[entry] === 0

const shapeOf = (matrix: Unitary): Shape => {
  const known = shapes.get(matrix)
  if (known !== undefined) return known
  const shape = classify(matrix)
  shapes.set(matrix, shape)
  return shape
}

const classify = (matrix: Unitary): Shape => {
  if (matrix.arity === 1) {
    if (isZero(matrix, 1) && isZero(matrix, 2))
      return isOne(matrix, 0) && isOne(matrix, 3) ? 'identity' : 'diagonal'
    return isZero(matrix, 0) && isZero(matrix, 3) && isOne(matrix, 1) && isOne(matrix, 2)
      ? 'flip'
      : 'general'
  }
  const exchanges = [0, 6, 9, 15]
  return matrix.arity === 2 && exchanges.every((entry) => isOne(matrix, entry)) ? 'swap' : 'dense'
}

/** Multiplies the amplitudes at `base` and every index that differs from it outside of `fixed` by one number. */
const scale = ({ re, im }: State, fixed: number, base: number, mRe: number, mIm: number): void => {
  if (mRe === 1 && mIm === 0) return
  const free = ~fixed
  for (let i = 0; i < re.length; i = ((i | fixed) + 1) & free) {
    const at = i | base
    const x = re[at] ?? 0
    const y = im[at] ?? 0
    re[at] = mRe * x - mIm * y
    im[at] = mRe * y + mIm * x
  }
}

/** Exchanges the amplitudes at `first` and `second`, two settings of the bits in `fixed`. */
const exchange = ({ re, im }: State, fixed: number, first: number, second: number): void => {
  const free = ~fixed
  for (let i = 0; i < re.length; i = ((i | fixed) + 1) & free) {
    const a = i | first
    const b = i | second
    const x = re[a] ?? 0
    const y = im[a] ?? 0
    re[a] = re[b] ?? 0
    im[a] = im[b] ?? 0
    re[b] = x
    im[b] = y
  }
}

const rotatePairs = (
  { re, im }: State,
  fixed: number,
  values: number,
  target: number,
  matrix: Unitary,
): void => {
  const free = ~fixed
  const [aRe = 0, bRe = 0, cRe = 0, dRe = 0] = matrix.re
  const [aIm = 0, bIm = 0, cIm = 0, dIm = 0] = matrix.im
  for (let i = 0; i < re.length; i = ((i | fixed) + 1) & free) {
    const low = i | values
    const high = low | target
    const x = re[low] ?? 0
    const y = im[low] ?? 0
    const u = re[high] ?? 0
    const v = im[high] ?? 0
    re[low] = aRe * x - aIm * y + bRe * u - bIm * v
    im[low] = aRe * y + aIm * x + bRe * v + bIm * u
    re[high] = cRe * x - cIm * y + dRe * u - dIm * v
    im[high] = cRe * y + cIm * x + dRe * v + dIm * u
  }
}

const applyDense = (
  { re, im }: State,
  fixed: number,
  values: number,
  targets: readonly number[],
  matrix: Unitary,
): void => {
  const free = ~fixed
  const size = 2 ** targets.length
  const offsets = Int32Array.from({ length: size }, (_, index) =>
    targets.reduce(
      (sum, target, bit) => (((index >> bit) & 1) === 1 ? sum | (1 << target) : sum),
      values,
    ),
  )
  const xs = new Float64Array(size)
  const ys = new Float64Array(size)
  for (let i = 0; i < re.length; i = ((i | fixed) + 1) & free) {
    for (let k = 0; k < size; k += 1) {
      const at = i | (offsets[k] ?? 0)
      xs[k] = re[at] ?? 0
      ys[k] = im[at] ?? 0
    }
    for (let row = 0; row < size; row += 1) {
      let sumRe = 0
      let sumIm = 0
      for (let k = 0; k < size; k += 1) {
        const mRe = matrix.re[row * size + k] ?? 0
        const mIm = matrix.im[row * size + k] ?? 0
        const x = xs[k] ?? 0
        const y = ys[k] ?? 0
        sumRe += mRe * x - mIm * y
        sumIm += mRe * y + mIm * x
      }
      const at = i | (offsets[row] ?? 0)
      re[at] = sumRe
      im[at] = sumIm
    }
  }
}

/** Applies `matrix` to `targets` wherever the qubits of the mask `controls` read `values`, in place. */
export const applyMatrix = (
  state: State,
  controls: number,
  values: number,
  targets: readonly number[],
  matrix: Unitary,
): void => {
  const [first = 0, second = 0] = targets
  if (matrix.arity === 0) {
    scale(state, controls, values, matrix.re[0] ?? 0, matrix.im[0] ?? 0)
    return
  }
  const low = 1 << first
  const fixed = targets.reduce((mask, target) => mask | (1 << target), controls)
  const shape = shapeOf(matrix)
  switch (shape) {
    case 'identity':
      return
    case 'diagonal':
      scale(state, fixed, values, matrix.re[0] ?? 0, matrix.im[0] ?? 0)
      scale(state, fixed, values | low, matrix.re[3] ?? 0, matrix.im[3] ?? 0)
      return
    case 'flip':
      exchange(state, fixed, values, values | low)
      return
    case 'general':
      rotatePairs(state, fixed, values, low, matrix)
      return
    case 'swap':
      exchange(state, fixed, values | low, values | (1 << second))
      return
    case 'dense':
      applyDense(state, fixed, values, targets, matrix)
      return
    default:
      shape satisfies never
  }
}
