import { pauliX, unitary, type Unitary } from '../providers/simulator/engine/unitary.ts'
import { qubitsOf, type Gate, type Operation } from './circuit.ts'
import { gateOn, oneQubit } from './gates.ts'
import { isDiagonal, tolerance } from './matrices.ts'

const isFlip = (matrix: Unitary): boolean =>
  [0, 3].every((entry) => Math.hypot(matrix.re[entry] ?? 0, matrix.im[entry] ?? 0) < tolerance)

/** The matrix's diagonal entry, as a phase on nothing. */
const phaseAt = (matrix: Unitary, entry: number): Unitary =>
  unitary(0, [[matrix.re[entry] ?? 1, matrix.im[entry] ?? 0]])

/**
 * Every run begins with all qubits in |0>: as long as a qubit is known to be in |0> or |1>, a control on it is decided,
 * and a phase on it is one of the others' or nobody's.
 */
export const fromGround = (
  operations: readonly Operation[],
  qubits: number,
): readonly Operation[] => {
  const known: (0 | 1 | undefined)[] = Array.from({ length: qubits }, () => 0 as const)
  const forget = (forgotten: readonly number[]): void => {
    for (const qubit of forgotten) known[qubit] = undefined
  }

  /** Of a gate whose controls are all unknown, or that has none. */
  const onTarget = (gate: Gate): readonly Gate[] => {
    const { controls, targets, matrix } = gate
    const [target = 0, second] = targets
    if (second !== undefined) return onTwo(gate)
    const at = known[target]
    if (at !== undefined && isDiagonal(matrix))
      return controls.length === 0 ? [] : [gateOn(controls, [], phaseAt(matrix, 3 * at))]
    if (at !== undefined && controls.length === 0 && isFlip(matrix)) {
      known[target] = at === 0 ? 1 : 0
      return [gate]
    }
    if (!isDiagonal(matrix)) known[target] = undefined
    return [gate]
  }

  const onTwo = (gate: Gate): readonly Gate[] => {
    const [a = 0, b = 0] = gate.targets
    const isSwap = gate.controls.length === 0 && (gate.matrix.re[6] ?? 0) === 1
    const [first, second] = [known[a], known[b]]
    if (!isSwap) {
      if (!isDiagonal(gate.matrix)) forget([a, b])
      return [gate]
    }
    known[a] = second
    known[b] = first
    if (first === undefined || second === undefined) return [gate]
    return first === second ? [] : [oneQubit(a, pauliX), oneQubit(b, pauliX)]
  }

  const onGate = (gate: Gate): readonly Gate[] => {
    if (gate.controls.some((qubit) => known[qubit] === 0)) return []
    const open = gate.controls.filter((qubit) => known[qubit] === undefined)
    return onTarget(
      open.length === gate.controls.length ? gate : gateOn(open, gate.targets, gate.matrix),
    )
  }

  const kept: Operation[] = []
  for (const operation of operations) {
    switch (operation.op) {
      case 'gate':
        kept.push(...onGate(operation))
        break
      case 'reset':
        if (known[operation.qubit] !== 0) kept.push(operation)
        known[operation.qubit] = 0
        break
      case 'measure':
      case 'barrier':
        kept.push(operation)
        break
      case 'if':
        forget(qubitsOf(operation))
        kept.push(operation)
        break
      default:
        operation satisfies never
    }
  }
  return kept
}
