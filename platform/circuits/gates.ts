import {
  adjoint,
  hadamard,
  identity,
  multiply,
  pauliX,
  pauliY,
  pauliZ,
  swap,
  unitary,
  type Unitary,
} from '../providers/simulator/engine/unitary.ts'
import { axisX, axisY, axisZ, type Gate } from './circuit.ts'
import { commute, embed } from './matrices.ts'

const paulis = [
  [axisX, pauliX],
  [axisY, pauliY],
  [axisZ, pauliZ],
] as const

const known = new WeakMap<Unitary, readonly number[]>()

/** The Paulis on each of its basis bits that a matrix commutes with. */
const axesOf = (matrix: Unitary): readonly number[] => {
  const found = known.get(matrix)
  if (found !== undefined) return found
  const bits = Array.from({ length: matrix.arity }, (_, bit) => bit)
  const axes = bits.map((bit) =>
    paulis.reduce(
      (mask, [axis, pauli]) =>
        commute(matrix, embed(pauli, [], [bit], bits)) ? mask | axis : mask,
      0,
    ),
  )
  known.set(matrix, axes)
  return axes
}

/** A gate in one form: a phase on controls alone has the last of them for its target. */
export const gateOn = (
  controls: readonly number[],
  targets: readonly number[],
  matrix: Unitary,
): Gate => {
  if (targets.length === 0) {
    const phase = [matrix.re[0] ?? 1, matrix.im[0] ?? 0] as const
    const diagonal = unitary(1, [[1, 0], [0, 0], [0, 0], phase])
    return gateOn(controls.slice(0, -1), controls.slice(-1), diagonal)
  }
  return {
    op: 'gate',
    controls,
    targets,
    matrix,
    qubits: [...controls, ...targets],
    axes: [...controls.map(() => axisZ), ...axesOf(matrix)],
  }
}

export const oneQubit = (qubit: number, matrix: Unitary): Gate => gateOn([], [qubit], matrix)
export const cx = (control: number, target: number): Gate => gateOn([control], [target], pauliX)
export const cp = (a: number, b: number, angle: number): Gate =>
  gateOn(
    [a],
    [b],
    unitary(1, [
      [1, 0],
      [0, 0],
      [0, 0],
      [Math.cos(angle), Math.sin(angle)],
    ]),
  )
export const swapOf = (a: number, b: number): Gate => gateOn([], [a, b], swap)

/** The gate's matrix over `qubits`, its controls laid open. */
export const matrixOver = (gate: Gate, qubits: readonly number[]): Unitary =>
  embed(gate.matrix, gate.controls, gate.targets, qubits)

/** What a list of gates does to `qubits`, the first gate first. */
export const productOver = (gates: readonly Gate[], qubits: readonly number[]): Unitary =>
  gates
    .map((gate) => matrixOver(gate, qubits))
    .reduce((product, next) => multiply(next, product), identity(qubits.length))

/** Axes on one of its qubits. */
export const axesAt = (gate: Gate, qubit: number): number =>
  gate.axes[gate.qubits.indexOf(qubit)] ?? 0

/** True only of gates that commute: on every qubit they share, both keep the states of one axis apart. */
export const commuting = (first: Gate, second: Gate): boolean =>
  first.qubits.every(
    (qubit) =>
      !second.qubits.includes(qubit) || (axesAt(first, qubit) & axesAt(second, qubit)) !== 0,
  )

/** A Toffoli gate in six CX (Nielsen and Chuang, figure 4.9), for X, or Z on the target. */
export const toffoli = (a: number, b: number, target: number, axis: 'X' | 'Z'): readonly Gate[] => {
  const t = unitary(1, [
    [1, 0],
    [0, 0],
    [0, 0],
    [Math.SQRT1_2, Math.SQRT1_2],
  ])
  const tdg = adjoint(t)
  const h = axis === 'X' ? [oneQubit(target, hadamard)] : []
  return [
    ...h,
    cx(b, target),
    oneQubit(target, tdg),
    cx(a, target),
    oneQubit(target, t),
    cx(b, target),
    oneQubit(target, tdg),
    cx(a, target),
    oneQubit(b, t),
    oneQubit(target, t),
    ...h,
    cx(a, b),
    oneQubit(a, t),
    oneQubit(b, tdg),
    cx(a, b),
  ]
}
