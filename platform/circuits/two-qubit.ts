import {
  adjoint,
  diagonal1,
  hadamard,
  multiply,
  pauliX,
  pauliY,
  pauliZ,
  rotation,
  gateS,
  sqrtX,
  unitary,
  type Unitary,
} from '../providers/simulator/engine/unitary.ts'
import type { Gate } from './circuit.ts'
import { cp, cx, oneQubit, swapOf } from './gates.ts'
import { jacobi } from './jacobi.ts'
import { wrapped } from './angles.ts'
import { factor, isDiagonal, tolerance } from './matrices.ts'

/**
 * Any gate on two qubits is (A ⊗ B) exp(i (a XX + b YY + c ZZ)) (C ⊗ D); Kraus and Cirac, quant-ph/0011050. In the magic
 * basis local gates are real and the middle is diagonal, so that the matrix times its transpose tells all three.
 */

const half = Math.SQRT1_2
const magic = unitary(2, [
  ...([
    [half, 0],
    [0, 0],
    [0, 0],
    [0, half],
  ] as const),
  ...([
    [0, 0],
    [0, half],
    [half, 0],
    [0, 0],
  ] as const),
  ...([
    [0, 0],
    [0, half],
    [-half, 0],
    [0, 0],
  ] as const),
  ...([
    [half, 0],
    [0, 0],
    [0, 0],
    [0, -half],
  ] as const),
])
const magicBack = adjoint(magic)

type Interaction = readonly [a: number, b: number, c: number]
type Decomposed = {
  readonly before: readonly [high: Unitary, low: Unitary]
  readonly interaction: Interaction
  readonly after: readonly [high: Unitary, low: Unitary]
}

const transpose = ({ arity, re, im }: Unitary): Unitary => {
  const turn = (values: Float64Array): Float64Array =>
    values.map((_, entry) => values[4 * (entry % 4) + Math.floor(entry / 4)] ?? 0)
  return { arity, re: turn(re), im: turn(im) }
}

/** Mixtures of the real and the imaginary part: one of them tells apart what all of them have in common. */
const mixtures = [
  [0.6, 0.8],
  [0.28, 0.96],
  [0.936, 0.352],
  [-0.5376, 0.8432],
  [0.1, -0.99],
] as const

/** A real orthogonal matrix of determinant 1 that diagonalises a symmetric unitary one. */
const eigenbasis = (matrix: Unitary): Float64Array | undefined => {
  for (const [r, s] of mixtures) {
    const basis = jacobi(matrix.re.map((re, entry) => r * re + s * (matrix.im[entry] ?? 0)))
    const turned = multiply(transpose(real(basis)), multiply(matrix, real(basis)))
    const rest = turned.re.every(
      (re, entry) => entry % 5 === 0 || Math.hypot(re, turned.im[entry] ?? 0) < tolerance,
    )
    if (rest) return basis
  }
  return undefined
}

const real = (values: Float64Array): Unitary => ({
  arity: 2,
  re: values,
  im: new Float64Array(16),
})

const determinant = (m: Float64Array): number => {
  const rows = [0, 1, 2, 3].map((row) => Array.from(m.subarray(4 * row, 4 * row + 4)))
  let value = 1
  for (let k = 0; k < 4; k += 1) {
    const pivot = [...rows.keys()]
      .slice(k)
      .reduce((best, row) =>
        Math.abs(rows[row]?.[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0) ? row : best,
      )
    const [top = [], other = []] = [rows[pivot], rows[k]]
    if (pivot !== k) {
      rows[pivot] = other
      rows[k] = top
      value = -value
    }
    const head = top[k] ?? 0
    value *= head
    for (let row = k + 1; row < 4; row += 1) {
      const scale = (rows[row]?.[k] ?? 0) / head
      rows[row] = (rows[row] ?? []).map((x, column) => x - scale * (top[column] ?? 0))
    }
  }
  return value
}

const phased = (columns: Unitary, angles: readonly number[]): Unitary =>
  multiply(columns, diagonal(angles))

const diagonal = (angles: readonly number[]): Unitary => {
  const [re, im] = [new Float64Array(16), new Float64Array(16)]
  angles.forEach((angle, index) => {
    re[5 * index] = Math.cos(angle)
    im[5 * index] = Math.sin(angle)
  })
  return { arity: 2, re, im }
}

const decompose = (matrix: Unitary): Decomposed | undefined => {
  const inside = multiply(magicBack, multiply(matrix, magic))
  const squared = multiply(transpose(inside), inside)
  const basis = eigenbasis(squared)
  if (basis === undefined) return undefined
  if (determinant(basis) < 0)
    for (let row = 0; row < 4; row += 1) basis[4 * row] = -(basis[4 * row] ?? 0)
  const turned = multiply(transpose(real(basis)), multiply(squared, real(basis)))
  const angles = [0, 5, 10, 15].map(
    (entry) => Math.atan2(turned.im[entry] ?? 0, turned.re[entry] ?? 0) / 2,
  )
  const outer = (): Unitary =>
    multiply(
      inside,
      phased(
        real(basis),
        angles.map((angle) => -angle),
      ),
    )
  if (determinant(outer().re) < 0) angles[0] = (angles[0] ?? 0) + Math.PI
  const local = (inner: Unitary) => factor(multiply(magic, multiply(inner, magicBack)))
  const after = local(real(outer().re))
  const before = local(transpose(real(basis)))
  if (after === undefined || before === undefined) return undefined
  const [p = 0, q = 0, r = 0, s = 0] = angles
  return {
    before,
    interaction: [(p + q - r - s) / 4, (q + s - p - r) / 4, (p + s - q - r) / 4],
    after,
  }
}

const near = (first: number, second: number): boolean => Math.abs(first - second) < tolerance

/** Each angle brought into (-π/4, π/4]: a quarter turn more is a Pauli on both qubits. */
const reduced = ({ before, interaction, after }: Decomposed): Decomposed => {
  const paulis = [pauliX, pauliY, pauliZ]
  let [high, low] = before
  const angles = interaction.map((angle, axis) => {
    let turns = Math.round(angle / (Math.PI / 2))
    if (near(angle - (turns * Math.PI) / 2, -Math.PI / 4)) turns -= 1
    const pauli = paulis[axis] ?? pauliZ
    if (turns % 2 !== 0) {
      high = multiply(pauli, high)
      low = multiply(pauli, low)
    }
    return angle - (turns * Math.PI) / 2
  })
  const [a = 0, b = 0, c = 0] = angles
  return { before: [high, low], interaction: [a, b, c], after }
}

const rx = (angle: number): Unitary => rotation(angle, -Math.PI / 2, Math.PI / 2, 0)
const ry = (angle: number): Unitary => rotation(angle, 0, 0, 0)
const rz = (angle: number): Unitary => rotation(0, 0, angle, -angle / 2)

/** What may be written for a gate on two qubits: any gate of the library, or CX alone. */
export type Basis = 'KEEP' | 'CX'

/** exp(i angle P P) on (low, high) for one Pauli. */
const alongOneAxis = (
  low: number,
  high: number,
  axis: number,
  angle: number,
  basis: Basis,
): readonly Gate[] => {
  const turn = axis === 0 ? hadamard : axis === 1 ? sqrtX : undefined
  const local = (matrix: Unitary): readonly Gate[] => [
    oneQubit(low, matrix),
    oneQubit(high, matrix),
  ]
  const isCx = near(angle, Math.PI / 4)
  const middle = isCx
    ? [oneQubit(low, hadamard), cx(high, low), oneQubit(low, hadamard)]
    : basis === 'KEEP'
      ? [cp(high, low, 4 * angle)]
      : []
  if (middle.length > 0) {
    const along = [...middle, ...local(rz(-2 * angle))]
    return turn === undefined ? along : [...local(adjoint(turn)), ...along, ...local(turn)]
  }
  const along = [cx(high, low), oneQubit(low, rz(-2 * angle)), cx(high, low)]
  return turn === undefined ? along : [...local(adjoint(turn)), ...along, ...local(turn)]
}

/** exp(i (a XX + c ZZ)): CX turns XX into X on the control and ZZ into Z on the target. */
const alongTwoAxes = (low: number, high: number, a: number, c: number): readonly Gate[] => [
  cx(high, low),
  oneQubit(high, rx(-2 * a)),
  oneQubit(low, rz(-2 * c)),
  cx(high, low),
]

/** All three: Vatan and Williams, quant-ph/0308006, figure 6. */
const alongAllAxes = (low: number, high: number, [a, b, c]: Interaction): readonly Gate[] => [
  oneQubit(low, rz(-Math.PI / 2)),
  cx(low, high),
  oneQubit(high, rz(Math.PI / 2 - 2 * c)),
  oneQubit(low, ry(2 * a - Math.PI / 2)),
  cx(high, low),
  oneQubit(low, ry(Math.PI / 2 - 2 * b)),
  cx(low, high),
  oneQubit(high, rz(Math.PI / 2)),
]

const interactionOf = (
  low: number,
  high: number,
  interaction: Interaction,
  basis: Basis,
): readonly Gate[] => {
  const [a, b, c] = interaction
  const present = interaction.flatMap((angle, axis) => (near(angle, 0) ? [] : [axis]))
  const [axis = 0] = present
  const both = (matrix: Unitary): readonly Gate[] => [oneQubit(low, matrix), oneQubit(high, matrix)]
  if (present.length === 0) return []
  if (present.length === 1) return alongOneAxis(low, high, axis, interaction[axis] ?? 0, basis)
  if (present.length === 2) {
    if (near(b, 0)) return alongTwoAxes(low, high, a, c)
    const [turn, first, second] = near(a, 0) ? [gateS, b, c] : [sqrtX, a, b]
    return [...both(adjoint(turn)), ...alongTwoAxes(low, high, first, second), ...both(turn)]
  }
  const isSwap = interaction.every((angle) => near(angle, Math.PI / 4))
  return isSwap && basis === 'KEEP' ? [swapOf(low, high)] : alongAllAxes(low, high, interaction)
}

const isSwapGate = ({ targets, controls }: Gate): boolean =>
  targets.length === 2 && controls.length === 0

/** A phase on each of four states: one on each qubit, and a controlled one. */
const diagonalGates = (
  { re, im }: Unitary,
  low: number,
  high: number,
  basis: Basis,
): readonly Gate[] => {
  const at = (entry: number): number => Math.atan2(im[5 * entry] ?? 0, re[5 * entry] ?? 0)
  const [onLow, onHigh] = [at(1) - at(0), at(2) - at(0)]
  const angle = wrapped(at(3) + at(0) - at(1) - at(2))
  if (basis === 'KEEP') return [phase(low, onLow), phase(high, onHigh), cp(high, low, angle)]
  if (near(Math.abs(angle), Math.PI))
    return [
      phase(high, onHigh),
      oneQubit(low, multiply(hadamard, shift(onLow))),
      cx(high, low),
      oneQubit(low, hadamard),
    ]
  return [
    phase(low, onLow + angle / 2),
    phase(high, onHigh + angle / 2),
    cx(high, low),
    phase(low, -angle / 2),
    cx(high, low),
  ]
}

const shift = (angle: number): Unitary => diagonal1(0, angle)
const phase = (qubit: number, angle: number): Gate => oneQubit(qubit, shift(angle))

/**
 * Gates that do what `matrix` does to (low, high), its basis bits 0 and 1, up to phase, with the fewest gates on both:
 * none to three CX; with `KEEP` also one controlled phase or one swap. Nothing when the numbers are too bad to tell.
 */
export const synthesise = (
  matrix: Unitary,
  low: number,
  high: number,
  basis: Basis,
): readonly Gate[] | undefined => {
  const local = factor(matrix)
  if (local !== undefined) return [oneQubit(low, local[1]), oneQubit(high, local[0])]
  if (isDiagonal(matrix)) return diagonalGates(matrix, low, high, basis)
  const found = decompose(matrix)
  if (found === undefined) return undefined
  const { before, interaction, after } = reduced(found)
  const middle = interactionOf(low, high, interaction, basis)
  const [only] = middle
  // What stands before a swap may as well stand behind it, on the other qubit: there it may cancel.
  if (only !== undefined && isSwapGate(only))
    return [
      only,
      oneQubit(low, multiply(after[1], before[0])),
      oneQubit(high, multiply(after[0], before[1])),
    ]
  return [
    oneQubit(low, before[1]),
    oneQubit(high, before[0]),
    ...middle,
    oneQubit(low, after[1]),
    oneQubit(high, after[0]),
  ]
}
