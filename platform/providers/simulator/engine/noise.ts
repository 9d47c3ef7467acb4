import type { Calibration } from '../../../../domain/devices/calibration.ts'
import type { GateInstruction } from '../language/instructions.ts'
import { side, type Unitary } from './unitary.ts'

/** Errors of a device as the engine applies them. Program qubit k is taken to be device qubit k. */
export type NoiseModel = {
  /** The probability that some Pauli error follows the gate. */
  readonly gateError: (gate: GateInstruction) => number
  /** The probability that a reading of `qubit` in state `outcome` comes out wrong. */
  readonly readoutError: (qubit: number, outcome: 0 | 1) => number
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]]
  return (low + high) / 2
}

/**
 * A vendor's gate error is the average infidelity r. The Pauli channel with that infidelity errs with probability
 * r (d + 1) / d in dimension d (Horodecki, 1999), at most that of complete depolarization.
 */
const pauliProbability = (infidelity: number, arity: number): number => {
  const d = 2 ** arity
  return Math.min((infidelity * (d + 1)) / d, 1 - 1 / (d * d))
}

const isDiagonal = (matrix: Unitary): boolean => {
  const size = side(matrix)
  return matrix.re.every(
    (re, entry) => entry % (size + 1) === 0 || (re === 0 && matrix.im[entry] === 0),
  )
}

/** Gates that IBM and others perform by relabelling the frame, at no error. */
const virtualGate = 'rz'
const notUnitary = new Set(['reset', 'measure', 'measure_2', 'delay', 'id'])

const pairKey = (qubits: readonly number[]): string => qubits.toSorted((a, b) => a - b).join(' ')

export const createNoiseModel = (calibration: Calibration): NoiseModel => {
  const byQubit = new Map(calibration.qubits.map((qubit) => [qubit.index, qubit]))
  const exact = new Map<string, number>()
  const single = new Map<number, number[]>()
  const pairs = new Map<string, number[]>()
  for (const { name, qubits, error } of calibration.gates) {
    if (error === undefined || notUnitary.has(name)) continue
    exact.set(`${name} ${pairKey(qubits)}`, error)
    const [qubit = 0] = qubits
    if (qubits.length === 1 && name !== virtualGate)
      single.set(qubit, [...(single.get(qubit) ?? []), error])
    if (qubits.length === 2)
      pairs.set(pairKey(qubits), [...(pairs.get(pairKey(qubits)) ?? []), error])
  }
  const usable = (lists: Iterable<readonly number[]>): number =>
    median([...lists].map((errors) => Math.min(...errors)).filter((error) => error < 1))
  const typicalSingle = usable(single.values())
  const typicalPair = usable(pairs.values())
  const best = (errors: readonly number[] | undefined, typical: number): number =>
    errors === undefined ? typical : Math.min(...errors)

  const infidelity = (gate: GateInstruction, qubits: readonly number[]): number => {
    const known = exact.get(`${gate.name} ${pairKey(qubits)}`)
    if (known !== undefined) return known
    const [qubit = 0] = qubits
    if (qubits.length > 1) return best(pairs.get(pairKey(qubits)), typicalPair)
    const diagonal = typeof gate.matrix !== 'function' && isDiagonal(gate.matrix)
    const virtual = diagonal ? exact.get(`${virtualGate} ${qubit}`) : undefined
    return virtual ?? best(single.get(qubit), typicalSingle)
  }

  return {
    gateError: (gate) => {
      const qubits = qubitsOfGate(gate)
      if (qubits.length <= 2) return pauliProbability(infidelity(gate, qubits), qubits.length)
      // A gate on N qubits costs as much as the 6 (N - 2) two-qubit gates it is billed as.
      const each = pauliProbability(typicalPair, 2)
      return 1 - (1 - each) ** (6 * (qubits.length - 2))
    },
    readoutError: (index, outcome) => {
      const qubit = byQubit.get(index)
      return (outcome === 0 ? qubit?.p01 : qubit?.p10) ?? qubit?.readoutError ?? 0
    },
  }
}

/** All qubits a gate acts on, controls included, in ascending order. */
export const qubitsOfGate = ({ controls, targets }: GateInstruction): readonly number[] => {
  const mask = targets.reduce((sum, target) => sum | (1 << target), controls)
  const qubits: number[] = []
  for (let qubit = 0; mask >> qubit !== 0; qubit += 1)
    if (((mask >> qubit) & 1) === 1) qubits.push(qubit)
  return qubits
}
