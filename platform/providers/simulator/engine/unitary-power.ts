import { adjoint, distance, identity, multiply, side, type Unitary } from './unitary.ts'

/** `matrix` to an integer power by repeated squaring. */
const integerPower = (matrix: Unitary, exponent: number): Unitary => {
  let base = exponent < 0 ? adjoint(matrix) : matrix
  let result = identity(matrix.arity)
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, base)
    base = multiply(base, base)
  }
  return result
}

/**
 * Eigenvectors (columns) of a Hermitian matrix by cyclic complex Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, section 8.5).
 */
const eigenvectors = (hermitian: Unitary): Unitary => {
  const size = side(hermitian)
  let current = hermitian
  let vectors = identity(hermitian.arity)
  for (let sweep = 0; sweep < 40; sweep += 1) {
    let rotated = false
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const re = current.re[p * size + q] ?? 0
        const im = current.im[p * size + q] ?? 0
        const length = Math.hypot(re, im)
        if (length < 1e-15) continue
        rotated = true
        const gap = (current.re[q * size + q] ?? 0) - (current.re[p * size + p] ?? 0)
        const angle = Math.atan2(2 * length, gap) / 2
        const cos = Math.cos(angle)
        const sin = Math.sin(angle)
        const turn = identity(hermitian.arity)
        turn.re[p * size + p] = cos
        turn.re[q * size + q] = cos
        turn.re[p * size + q] = (sin * re) / length
        turn.im[p * size + q] = (sin * im) / length
        turn.re[q * size + p] = (-sin * re) / length
        turn.im[q * size + p] = (sin * im) / length
        current = multiply(adjoint(turn), multiply(current, turn))
        vectors = multiply(vectors, turn)
      }
    }
    if (!rotated) break
  }
  return vectors
}

/** (V + V†)/2 + mix (V - V†)/2i: Hermitian, with the eigenvectors of V unless two eigenvalues fall together. */
const hermitianMix = (matrix: Unitary, mix: number): Unitary => {
  const dagger = adjoint(matrix)
  const part = (own: Float64Array, other: Float64Array, k: number): readonly [number, number] => [
    ((own[k] ?? 0) + (other[k] ?? 0)) / 2,
    ((own[k] ?? 0) - (other[k] ?? 0)) / 2,
  ]
  const re = matrix.re.map(
    (_, k) => part(matrix.re, dagger.re, k)[0] + mix * part(matrix.im, dagger.im, k)[1],
  )
  const im = matrix.im.map(
    (_, k) => part(matrix.im, dagger.im, k)[0] - mix * part(matrix.re, dagger.re, k)[1],
  )
  return { arity: matrix.arity, re, im }
}

const phases = (diagonal: Unitary): Float64Array => {
  const size = side(diagonal)
  return Float64Array.from({ length: size }, (_, k) => {
    const angle = Math.atan2(diagonal.im[k * size + k] ?? 0, diagonal.re[k * size + k] ?? 0)
    // -1 lies on the cut: rounding must not choose between +i and -i for its square root.
    return angle < -Math.PI + 1e-9 ? Math.PI : angle
  })
}

const spectrum = (angles: Float64Array, factor: number, arity: number): Unitary => {
  const result = identity(arity)
  angles.forEach((angle, k) => {
    result.re[k * angles.length + k] = Math.cos(angle * factor)
    result.im[k * angles.length + k] = Math.sin(angle * factor)
  })
  return result
}

/** The principal power: eigenvalue e^iθ with θ in (-π, π] becomes e^iθt. `undefined` when it does not converge. */
const fractionalPower = (matrix: Unitary, exponent: number): Unitary | undefined => {
  for (const mix of [0.618_033_988_75, 1.324_717_957_24, 0.301_029_995_66]) {
    const vectors = eigenvectors(hermitianMix(matrix, mix))
    const angles = phases(multiply(adjoint(vectors), multiply(matrix, vectors)))
    const rebuild = (factor: number): Unitary =>
      multiply(vectors, multiply(spectrum(angles, factor, matrix.arity), adjoint(vectors)))
    if (distance(rebuild(1), matrix) < 1e-9) return rebuild(exponent)
  }
  return undefined
}

/** Rounding in a phase grows with the exponent: beyond this it shows in the sixth digit, and further on in the norm. */
const largestExponent = 2 ** 32

/** `matrix` to a real power; fractional powers are principal. `undefined` when no accurate power was found. */
export const power = (matrix: Unitary, exponent: number): Unitary | undefined => {
  if (Number.isNaN(exponent) || Math.abs(exponent) > largestExponent) return undefined
  return Number.isInteger(exponent)
    ? integerPower(matrix, exponent)
    : fractionalPower(matrix, exponent)
}
