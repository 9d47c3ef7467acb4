import {
  gateS,
  gateSdg,
  gateT,
  gateTdg,
  hadamard,
  pauliX,
  pauliY,
  pauliZ,
  rotation,
  sqrtX,
  type Unitary,
} from '../providers/simulator/engine/unitary.ts'
import type { Version } from '../providers/simulator/language/ast.ts'
import { angleText, eulerOf, wrapped } from './angles.ts'
import { distanceUpToPhase, isDiagonal } from './matrices.ts'

const precise = 1e-13

const fixed: readonly (readonly [string, Unitary])[] = [
  ['x', pauliX],
  ['y', pauliY],
  ['z', pauliZ],
  ['h', hadamard],
  ['s', gateS],
  ['sdg', gateSdg],
  ['t', gateT],
  ['tdg', gateTdg],
  ['sx', sqrtX],
]

const distance = (first: Unitary, second: Unitary): number =>
  first.re.reduce(
    (worst, re, entry) =>
      Math.max(
        worst,
        Math.abs(re - (second.re[entry] ?? 0)),
        Math.abs((first.im[entry] ?? 0) - (second.im[entry] ?? 0)),
      ),
    0,
  )

const rxOf = (angle: number): Unitary => rotation(angle, -Math.PI / 2, Math.PI / 2, 0)
const ryOf = (angle: number): Unitary => rotation(angle, 0, 0, 0)

const call = (name: string, ...angles: readonly number[]): string =>
  `${name}(${angles.map(angleText).join(', ')})`

/** A gate on one qubit, up to phase. */
export const oneQubitName = (matrix: Unitary, version: Version): string => {
  const named = fixed.find(([, known]) => distanceUpToPhase(matrix, known) < precise)
  if (named !== undefined) return named[0]
  const [theta, phi, lambda] = eulerOf(matrix)
  if (isDiagonal(matrix)) return call('rz', wrapped(lambda + phi))
  for (const sign of [1, -1]) {
    if (distanceUpToPhase(matrix, rxOf(sign * theta)) < precise) return call('rx', sign * theta)
    if (distanceUpToPhase(matrix, ryOf(sign * theta)) < precise) return call('ry', sign * theta)
  }
  return call(version === '2.0' ? 'u3' : 'U', theta, wrapped(phi), wrapped(lambda))
}

const isOne = (matrix: Unitary): boolean =>
  Math.abs((matrix.re[0] ?? 0) - 1) < precise && Math.abs(matrix.im[0] ?? 0) < precise

/** A gate on one qubit under one control: here its phase counts. */
export const controlledName = (matrix: Unitary, version: Version): string => {
  const named = fixed
    .filter(([name]) => ['x', 'y', 'z', 'h'].includes(name))
    .find(([, known]) => distance(matrix, known) < precise)
  if (named !== undefined) return `c${named[0]}`
  if (distance(matrix, sqrtX) < precise) return version === '2.0' ? 'csx' : 'ctrl @ sx'
  const [theta, phi, lambda, gamma] = eulerOf(matrix)
  const angleOf = (entry: number): number =>
    Math.atan2(matrix.im[entry] ?? 0, matrix.re[entry] ?? 0)
  if (isDiagonal(matrix)) {
    if (isOne(matrix)) return call(version === '2.0' ? 'cu1' : 'cp', angleOf(3))
    if (Math.abs(angleOf(0) + angleOf(3)) < precise) return call('crz', 2 * angleOf(3))
  }
  const [cos = 0] = matrix.re
  const aboutX = 2 * Math.atan2(-(matrix.im[2] ?? 0), cos)
  if (distance(matrix, rxOf(aboutX)) < precise) return call('crx', aboutX)
  const aboutY = 2 * Math.atan2(matrix.re[2] ?? 0, cos)
  if (distance(matrix, ryOf(aboutY)) < precise) return call('cry', aboutY)
  return call('cu', theta, phi, lambda, gamma)
}

/** Gates that OpenQASM 3 writes under several controls. */
export const underControls = (matrix: Unitary): string | undefined => {
  const named = fixed.find(([, known]) => distance(matrix, known) < precise)
  if (named !== undefined) return named[0]
  if (isDiagonal(matrix) && isOne(matrix))
    return call('p', Math.atan2(matrix.im[3] ?? 0, matrix.re[3] ?? 0))
  const [theta, phi, lambda, gamma] = eulerOf(matrix)
  const [cos = 0] = matrix.re
  const aboutX = 2 * Math.atan2(-(matrix.im[2] ?? 0), cos)
  if (distance(matrix, rxOf(aboutX)) < precise) return call('rx', aboutX)
  if (distance(matrix, ryOf(theta)) < precise) return call('ry', theta)
  // OpenQASM 3's U carries half of theta as its phase.
  return Math.abs(wrapped(gamma - theta / 2)) < precise ? call('U', theta, phi, lambda) : undefined
}

export const isSwap = (matrix: Unitary): boolean =>
  matrix.arity === 2 && [0, 6, 9, 15].every((entry) => (matrix.re[entry] ?? 0) === 1)

export const isSqrtX = (matrix: Unitary): boolean => distance(matrix, sqrtX) < precise
export const isX = (matrix: Unitary): boolean => distance(matrix, pauliX) < precise

/** The angle of exp(-i angle/2 ZZ), or XX: OpenQASM 2 has gates for both. */
export const isingName = (matrix: Unitary): string =>
  isDiagonal(matrix)
    ? call('rzz', 2 * Math.atan2(matrix.im[5] ?? 0, matrix.re[5] ?? 0))
    : call('rxx', 2 * Math.atan2(-(matrix.im[12] ?? 0), matrix.re[0] ?? 0))
