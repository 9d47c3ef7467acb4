import {
  hadamard,
  pauliX,
  pauliZ,
  swap,
  unitary,
  type Unitary,
} from '../providers/simulator/engine/unitary.ts'
import type { Gate, Operation } from './circuit.ts'
import { cancel } from './cancel.ts'
import { cx, matrixOver, oneQubit, toffoli } from './gates.ts'
import { isDiagonal } from './matrices.ts'
import { synthesise } from './two-qubit.ts'

const equal = (first: Unitary, second: Unitary): boolean =>
  first.arity === second.arity &&
  first.re.every(
    (re, entry) =>
      Math.abs(re - (second.re[entry] ?? 0)) < 1e-12 &&
      Math.abs((first.im[entry] ?? 0) - (second.im[entry] ?? 0)) < 1e-12,
  )

const phase = (qubit: number, angle: number): Gate =>
  oneQubit(
    qubit,
    unitary(1, [
      [1, 0],
      [0, 0],
      [0, 0],
      [Math.cos(angle), Math.sin(angle)],
    ]),
  )

/** On two qubits: as textbooks have it where they do, so that nothing is counted that nobody would write. */
const pairLowered = (gate: Gate): readonly Operation[] => {
  const { controls, targets, matrix, qubits } = gate
  const [a = 0, b = 0] = qubits
  if (isCx(gate)) return [gate]
  if (targets.length === 2 && equal(matrix, swap)) return [cx(a, b), cx(b, a), cx(a, b)]
  const [, , , last = 0] = matrix.re
  const isPhase =
    controls.length === 1 && isDiagonal(matrix) && Math.abs((matrix.re[0] ?? 0) - 1) < 1e-12
  if (isPhase && Math.abs(last + 1) < 1e-12)
    return [oneQubit(b, hadamard), cx(a, b), oneQubit(b, hadamard)]
  if (isPhase) {
    const half = Math.atan2(matrix.im[3] ?? 0, last) / 2
    return [phase(a, half), cx(a, b), phase(b, -half), cx(a, b), phase(b, half)]
  }
  return cancel(synthesise(matrixOver(gate, [a, b]), a, b, 'CX') ?? [gate], 'CX')
}

const isCx = ({ controls, targets, matrix }: Gate): boolean =>
  controls.length === 1 && targets.length === 1 && equal(matrix, pauliX)

const lowered = (gate: Gate): readonly Operation[] => {
  const { controls, targets, matrix, qubits } = gate
  const [a = 0, b = 0] = qubits
  const [target = 0, second = 0] = targets
  if (qubits.length === 2) return pairLowered(gate)
  if (qubits.length !== 3) return [gate]
  if (targets.length === 2)
    return [cx(second, target), ...toffoli(a, target, second, 'X'), cx(second, target)]
  if (controls.length === 2 && equal(matrix, pauliX)) return toffoli(a, b, target, 'X')
  if (controls.length === 2 && equal(matrix, pauliZ)) return toffoli(a, b, target, 'Z')
  return [gate]
}

/** The same in gates on one qubit and CX. Gates on three qubits but Toffoli's and Fredkin's, and wider ones, stay. */
export const lower = (operations: readonly Operation[]): readonly Operation[] =>
  operations.flatMap((operation): readonly Operation[] => {
    switch (operation.op) {
      case 'gate':
        return operation.qubits.length < 2 ? [operation] : lowered(operation)
      case 'if':
        return [
          { ...operation, body: lower(operation.body), otherwise: lower(operation.otherwise) },
        ]
      case 'measure':
      case 'reset':
      case 'barrier':
        return [operation]
      default:
        return operation satisfies never
    }
  })

/** Whether there is nothing to lower. */
export const isLowered = (operations: readonly Operation[]): boolean =>
  operations.every((operation) => {
    if (operation.op === 'if') return isLowered(operation.body) && isLowered(operation.otherwise)
    return (
      operation.op !== 'gate' || operation.qubits.length < 2 || lowered(operation)[0] === operation
    )
  })
