import type { Unitary } from '../providers/simulator/engine/unitary.ts'

const denominators = [1, 2, 3, 4, 5, 6, 8, 12, 16, 32, 64, 128, 256, 512, 1024]

/** An angle as a program writes it: exact fractions of pi by name, anything else with all its digits. */
export const angleText = (angle: number): string => {
  for (const denominator of denominators) {
    const numerator = Math.round((angle * denominator) / Math.PI)
    if (Math.abs(angle - (numerator * Math.PI) / denominator) > 4e-15) continue
    if (numerator === 0) return '0'
    const whole = Math.abs(numerator) === 1 ? 'pi' : `${String(Math.abs(numerator))}*pi`
    const sign = numerator < 0 ? '-' : ''
    return denominator === 1 ? `${sign}${whole}` : `${sign}${whole}/${String(denominator)}`
  }
  const text = String(angle)
  return /[.e]/u.test(text) ? text : `${text}.0`
}

/** The angles of a one-qubit matrix as `rotation` takes them: theta, phi, lambda, and the phase gamma. */
export const eulerOf = ({ re, im }: Unitary): readonly [number, number, number, number] => {
  const argument = (entry: number, sign = 1): number =>
    Math.atan2(sign * (im[entry] ?? 0), sign * (re[entry] ?? 0))
  const size = (entry: number): number => Math.hypot(re[entry] ?? 0, im[entry] ?? 0)
  if (size(2) < 1e-12) return [0, 0, argument(3) - argument(0), argument(0)]
  if (size(0) < 1e-12) return [Math.PI, argument(2) - argument(1, -1), 0, argument(1, -1)]
  const gamma = argument(0)
  return [2 * Math.atan2(size(2), size(0)), argument(2) - gamma, argument(1, -1) - gamma, gamma]
}

/** Into (-pi, pi]. */
export const wrapped = (angle: number): number => {
  const turned = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
  return turned <= -Math.PI + 1e-15 ? turned + 2 * Math.PI : turned
}
