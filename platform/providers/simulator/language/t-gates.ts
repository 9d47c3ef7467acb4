import type { Unitary } from '../engine/unitary.ts'
import type { GateInstruction } from './instructions.ts'

/**
 * What a gate takes on an error-corrected machine: T gates beside free Clifford gates, or a rotation, whose number of T
 * gates depends on the precision. Toffoli and Fredkin gates are 7 T gates (Nielsen & Chuang, fig. 4.9).
 */
export type Cost = { readonly t: number } | 'rotation'

const free: Cost = { t: 0 }
const oneT: Cost = { t: 1 }
const toffoli: Cost = { t: 7 }

const isNear = (value: number, wanted: number): boolean => Math.abs(value - wanted) < 1e-9

/** How many steps of `step` an angle is; undefined when it is between two. */
const stepsOf = (angle: number, step: number): number | undefined => {
  const steps = Math.round(angle / step)
  return isNear(angle, steps * step) ? steps : undefined
}

const entry = ({ re, im }: Unitary, index: number) => [re[index] ?? 0, im[index] ?? 0] as const

/** The rotation of the Bloch sphere that a gate on one qubit is, as the squares of its matrix' nine entries. */
const blochSquares = (gate: Unitary): readonly number[] => {
  const [ar, ai] = entry(gate, 0)
  const [br, bi] = entry(gate, 1)
  const [cr, ci] = entry(gate, 2)
  const [dr, di] = entry(gate, 3)
  const times = (x: number, y: number, u: number, v: number) =>
    [x * u + y * v, y * u - x * v] as const
  // With U = [[a, b], [c, d]]: entries are real and imaginary parts of a·d*, b·c*, a·c*, b·d* and differences of squares.
  const [adr, adi] = times(ar, ai, dr, di)
  const [bcr, bci] = times(br, bi, cr, ci)
  const [acr, aci] = times(ar, ai, cr, ci)
  const [bdr, bdi] = times(br, bi, dr, di)
  const [abr, abi] = times(ar, ai, br, bi)
  const [cdr, cdi] = times(cr, ci, dr, di)
  const zz = (ar ** 2 + ai ** 2 - br ** 2 - bi ** 2 - cr ** 2 - ci ** 2 + dr ** 2 + di ** 2) / 2
  return [
    adr + bcr,
    adi - bci,
    acr - bdr,
    adi + bci,
    adr - bcr,
    aci - bdi,
    abr - cdr,
    abi - cdi,
    zz,
  ].map((value) => value ** 2)
}

const costOfOne = (gate: Unitary): Cost => {
  const squares = blochSquares(gate)
  const ones = squares.filter((square) => isNear(square, 1)).length
  if (ones === 3) return free
  const halves = squares.filter((square) => isNear(square, 0.5)).length
  return ones === 1 && halves === 4 ? oneT : 'rotation'
}

/** The phase that `controls` qubits take on together when all of them are 1. */
const costOfPhase = (controls: number, angle: number): Cost => {
  if (controls === 0) return free
  if (controls === 1) {
    const steps = stepsOf(angle, Math.PI / 4)
    return steps === undefined ? 'rotation' : steps % 2 === 0 ? free : oneT
  }
  const halfTurns = stepsOf(angle, Math.PI)
  if (halfTurns === undefined) return 'rotation'
  if (halfTurns % 2 === 0 || controls === 2) return free
  return controls === 3 ? toffoli : 'rotation'
}

/** X, Y or Z, up to a sign or a factor of i; which of the two shows in `real`. */
const pauliLike = (gate: Unitary): { readonly real: boolean } | undefined => {
  const entries = [0, 1, 2, 3].map((index) => entry(gate, index))
  const sizes = entries.map(([re, im]) => re ** 2 + im ** 2)
  const onDiagonal = isNear(sizes[0] ?? 0, 1) && isNear(sizes[3] ?? 0, 1)
  const offDiagonal = isNear(sizes[1] ?? 0, 1) && isNear(sizes[2] ?? 0, 1)
  if (!onDiagonal && !offDiagonal) return undefined
  const [first = [0, 0], second = [0, 0]] = onDiagonal
    ? [entries[0], entries[3]]
    : [entries[1], entries[2]]
  const parts = [...first, ...second]
  if (!parts.every((part) => isNear(part, 0) || isNear(Math.abs(part), 1))) return undefined
  const [fr, fi] = first
  const [sr, si] = second
  // A Pauli matrix squares to the identity; i times one to its negative.
  const square = onDiagonal ? fr * fr - fi * fi : fr * sr - fi * si
  const anticommutes = onDiagonal ? isNear(fr, -sr) && isNear(fi, -si) : true
  return anticommutes ? { real: isNear(square, 1) } : undefined
}

const isPermutation = ({ re, im }: Unitary): boolean =>
  im.every((part) => isNear(part, 0)) && re.every((part) => isNear(part, 0) || isNear(part, 1))

const bits = (mask: number): number => {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** Negated controls cost no more than others: X is free. */
export const costOf = ({ controls: mask, matrix }: GateInstruction): Cost => {
  const controls = bits(mask)
  if (typeof matrix === 'function') return 'rotation'
  if (matrix.arity === 0) {
    const [re, im] = entry(matrix, 0)
    return costOfPhase(controls, Math.atan2(im, re))
  }
  if (matrix.arity === 1) {
    if (controls === 0) return costOfOne(matrix)
    const pauli = pauliLike(matrix)
    if (pauli === undefined) return 'rotation'
    if (controls === 1) return free
    return controls === 2 && pauli.real ? toffoli : 'rotation'
  }
  // Every permutation of the four states of two qubits is a Clifford gate.
  if (matrix.arity > 2 || !isPermutation(matrix)) return 'rotation'
  return controls === 0 ? free : controls === 1 ? toffoli : 'rotation'
}
