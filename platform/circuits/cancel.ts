import { multiply } from '../providers/simulator/engine/unitary.ts'
import { qubitsOf, type Gate, type Operation } from './circuit.ts'
import { commuting, gateOn, oneQubit, productOver } from './gates.ts'
import { isIdentityUpToPhase, isDiagonal } from './matrices.ts'
import { synthesise, type Basis } from './two-qubit.ts'

/** How many operations a gate looks back over for a partner. */
const horizon = 400

const sameQubits = (first: Gate, second: Gate): boolean =>
  first.qubits.length === second.qubits.length &&
  first.qubits.every((qubit) => second.qubits.includes(qubit))

const sameOrder = (first: readonly number[], second: readonly number[]): boolean =>
  first.length === second.length && first.every((qubit, index) => qubit === second[index])

const severalCount = (gates: readonly Gate[]): number =>
  gates.filter(({ qubits }) => qubits.length > 1).length

/** What two gates on the same qubits, one after the other, come to; nothing when that is no less than both. */
const joined = (first: Gate, second: Gate, basis: Basis): readonly Gate[] | undefined => {
  const [a = 0, b] = first.qubits
  if (b === undefined) {
    const matrix = multiply(second.matrix, first.matrix)
    return isIdentityUpToPhase(matrix) ? [] : [oneQubit(a, matrix)]
  }
  if (first.qubits.length === 2) {
    const product = productOver([first, second], [a, b])
    if (isIdentityUpToPhase(product)) return []
    const gates = synthesise(product, a, b, basis)
    if (gates === undefined || severalCount(gates) > 1) return undefined
    return gates.filter((gate) => gate.qubits.length > 1 || !isIdentityUpToPhase(gate.matrix))
  }
  const { controls, targets } = first
  const inLine = sameOrder(targets, second.targets) && sameQubits(first, second)
  const turned = isDiagonal(first.matrix) && isDiagonal(second.matrix) && sameQubits(first, second)
  if (!inLine && !turned) return undefined
  const matrix = multiply(second.matrix, first.matrix)
  if (!inLine) {
    // A controlled phase has no target of its own: any of its qubits may be taken for it.
    const isPhase = (gate: Gate) => gate.matrix.arity === 1 && isOneAtZero(gate)
    if (!isPhase(first) || !isPhase(second)) return undefined
  }
  return isIdentityExactly(matrix) ? [] : [gateOn(controls, targets, matrix)]
}

const isOneAtZero = ({ matrix }: Gate): boolean =>
  Math.abs((matrix.re[0] ?? 0) - 1) < 1e-11 && Math.abs(matrix.im[0] ?? 0) < 1e-11

const isIdentityExactly = (matrix: Gate['matrix']): boolean =>
  isIdentityUpToPhase(matrix) &&
  Math.abs((matrix.re[0] ?? 0) - 1) < 1e-11 &&
  Math.abs(matrix.im[0] ?? 0) < 1e-11

/**
 * Each gate is brought back, past gates that it commutes with, to one on the same qubits that it cancels or joins.
 * Measurements, resets, barriers and conditions are passed by nothing.
 */
export const cancel = (operations: readonly Operation[], basis: Basis): readonly Operation[] => {
  const slots: (readonly Operation[])[] = []
  const onQubit = new Map<number, number[]>()
  const stackOf = (qubit: number): number[] => {
    const stack = onQubit.get(qubit) ?? []
    onQubit.set(qubit, stack)
    return stack
  }
  const append = (operation: Operation): void => {
    for (const qubit of qubitsOf(operation)) stackOf(qubit).push(slots.length)
    slots.push([operation])
  }

  /** Whether the gate found a partner and is gone. */
  const bringBack = (gate: Gate): boolean => {
    const reach = gate.qubits.map((qubit) => stackOf(qubit).length - 1)
    for (let looked = 0; looked < horizon; looked += 1) {
      const index = Math.max(...gate.qubits.map((qubit, k) => stackOf(qubit)[reach[k] ?? -1] ?? -1))
      if (index < 0) return false
      gate.qubits.forEach((qubit, k) => {
        if (stackOf(qubit)[reach[k] ?? -1] === index) reach[k] = (reach[k] ?? 0) - 1
      })
      const found = slots[index] ?? []
      const [other] = found
      if (other === undefined) continue
      if (found.length > 1 || other.op !== 'gate') return false
      const together = sameQubits(other, gate) ? joined(other, gate, basis) : undefined
      if (together !== undefined) {
        slots[index] = together
        return true
      }
      if (!commuting(other, gate)) return false
    }
    return false
  }

  for (const operation of operations) {
    if (operation.op === 'if') {
      const body = cancel(operation.body, basis)
      const otherwise = cancel(operation.otherwise, basis)
      if (body.length > 0 || otherwise.length > 0) append({ ...operation, body, otherwise })
    } else if (operation.op !== 'gate') append(operation)
    else if (operation.qubits.length === 1 && isIdentityUpToPhase(operation.matrix)) continue
    else if (!bringBack(operation)) append(operation)
  }
  return slots.flat()
}
