import type { GateInstruction } from '../language/instructions.ts'
import { qubitsOfGate } from './noise.ts'
import { binomial, type Random } from './random.ts'
import { pauliX, pauliY, pauliZ, type Unitary } from './unitary.ts'

export type PauliError = readonly { readonly qubit: number; readonly matrix: Unitary }[]

const paulis = [undefined, pauliX, pauliY, pauliZ]

/** The `choice`-th Pauli string on the qubits; two bits a qubit, 0 is the identity. */
const errorOf = (qubits: readonly number[], choice: number): PauliError =>
  qubits.flatMap((qubit, index) => {
    const matrix = paulis[Math.floor(choice / 4 ** index) % 4]
    return matrix === undefined ? [] : [{ qubit, matrix }]
  })

/** Decides which of the shots meet an error after a gate, and which of the 4^k - 1 Pauli strings each meets. */
export const drawErrors = (
  random: Random,
  shots: number,
  probability: number,
  gate: GateInstruction,
): readonly { readonly shots: number; readonly error: PauliError }[] => {
  const wrong = binomial(random, shots, probability)
  if (wrong === 0) return []
  const qubits = qubitsOfGate(gate)
  const groups = new Map<number, number>()
  for (let shot = 0; shot < wrong; shot += 1) {
    const choice = 1 + Math.floor(random() * (4 ** qubits.length - 1))
    groups.set(choice, (groups.get(choice) ?? 0) + 1)
  }
  return [...groups].map(([choice, count]) => ({ shots: count, error: errorOf(qubits, choice) }))
}
