/** Eigenvectors, as columns, of a real symmetric 4×4 matrix (row-major): cyclic Jacobi rotations. */
export const jacobi = (matrix: Float64Array): Float64Array => {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(16)
  for (let k = 0; k < 4; k += 1) v[5 * k] = 1
  const at = (m: Float64Array, row: number, column: number): number => m[4 * row + column] ?? 0
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let rest = 0
    for (let p = 0; p < 4; p += 1) for (let q = p + 1; q < 4; q += 1) rest += at(a, p, q) ** 2
    if (rest < 1e-34) break
    for (let p = 0; p < 4; p += 1) for (let q = p + 1; q < 4; q += 1) rotate(a, v, p, q)
  }
  return v
}

/** Makes the entry (p, q) zero. */
const rotate = (a: Float64Array, v: Float64Array, p: number, q: number): void => {
  const [app = 0, aqq = 0, apq = 0] = [a[5 * p], a[5 * q], a[4 * p + q]]
  if (Math.abs(apq) < 1e-300) return
  const tau = (aqq - app) / (2 * apq)
  const tan = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau))
  const cos = 1 / Math.hypot(1, tan)
  const sin = tan * cos
  const turn = (m: Float64Array, first: number, second: number): void => {
    const [x = 0, y = 0] = [m[first], m[second]]
    m[first] = cos * x - sin * y
    m[second] = sin * x + cos * y
  }
  for (let k = 0; k < 4; k += 1) turn(a, 4 * k + p, 4 * k + q)
  for (let k = 0; k < 4; k += 1) turn(a, 4 * p + k, 4 * q + k)
  for (let k = 0; k < 4; k += 1) turn(v, 4 * k + p, 4 * k + q)
}
