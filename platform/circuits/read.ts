import { pauliX } from '../providers/simulator/engine/unitary.ts'
import type {
  CompiledProgram,
  GateInstruction,
  Instruction,
} from '../providers/simulator/language/instructions.ts'
import type { Circuit, Gate, Operation } from './circuit.ts'
import { conditionOf } from './conditions.ts'
import { gateOn, oneQubit } from './gates.ts'
import { synthesise } from './two-qubit.ts'
import { matrixOver } from './gates.ts'

export type ReadOutcome =
  | { readonly kind: 'read'; readonly circuit: Circuit }
  /** What the program has that is not rewritten, in a few words. */
  | { readonly kind: 'unsupported'; readonly reason: string }

class Unsupported extends Error {
  override readonly name = 'Unsupported'
}

const unsupported = (reason: string): never => {
  throw new Unsupported(reason)
}

const bitsOf = (mask: number): readonly number[] =>
  Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => ((mask >> bit) & 1) === 1)

/** Whether the languages have a way to write it. */
const writable = ({ controls, targets, matrix }: Gate, name: string): boolean =>
  matrix.arity === 1 || name.endsWith('swap') || (controls.length === 0 && targets.length > 2)

/** A gate; one that fires on 0 has its control turned over before and after. */
const gatesOf = (instruction: GateInstruction): readonly Gate[] => {
  const { controls, values, targets, matrix, name } = instruction
  if (typeof matrix === 'function')
    return unsupported('a gate whose angle depends on a measurement')
  if (matrix.arity > 2) return unsupported('a power of a gate on three qubits or more')
  const gate = gateOn(bitsOf(controls), targets, matrix)
  const flips = bitsOf(controls & ~values).map((qubit) => oneQubit(qubit, pauliX))
  if (writable(gate, name)) return [...flips, gate, ...flips]
  const [low = 0, high = 0] = targets
  if (controls !== 0 || name === 'rzz' || name === 'rxx')
    return controls === 0 ? [gate] : unsupported('a controlled gate on two qubits')
  return (
    synthesise(matrixOver(gate, [low, high]), low, high, 'KEEP') ??
    unsupported('a gate that has no name')
  )
}

const operationsOf = (
  instructions: readonly Instruction[],
  from: number,
  to: number,
  nameable: (bit: number) => boolean,
): readonly Operation[] => {
  const operations: Operation[] = []
  let at = from
  while (at < to) {
    const instruction = instructions[at]
    at += 1
    switch (instruction?.op) {
      case 'gate':
        operations.push(...gatesOf(instruction))
        break
      case 'measure':
        if (!nameable(instruction.bit)) unsupported('a measurement into a variable')
        operations.push(instruction)
        break
      case 'reset':
        operations.push(instruction)
        break
      case 'barrier':
        operations.push({ op: 'barrier', qubits: bitsOf(instruction.qubits) })
        break
      case 'unless': {
        if (instruction.to < at || instruction.to > to)
          unsupported('a loop that a measurement ends')
        const last = instructions[instruction.to - 1]
        const hasElse = last?.op === 'jump' && instruction.to - 1 >= at
        const end = hasElse ? last.to : instruction.to
        if (end < instruction.to || end > to) unsupported('a loop that a measurement ends')
        const condition = conditionOf(instruction.condition)
        if (condition === undefined || !condition.bits.every(nameable))
          return unsupported('a condition on computed values')
        const bodyEnd = hasElse ? instruction.to - 1 : instruction.to
        operations.push({
          op: 'if',
          condition,
          body: operationsOf(instructions, at, bodyEnd, nameable),
          otherwise: operationsOf(instructions, instruction.to, end, nameable),
        })
        at = end
        break
      }
      case 'jump':
        return unsupported('a loop that a measurement ends')
      case 'assign':
        return unsupported('classical computation')
      case 'end':
        return unsupported('an early end')
      case undefined:
        break
      default:
        return instruction satisfies never
    }
  }
  return operations
}

/** The flat program as gates, measurements and conditions, or what of it is beyond that. */
export const readCircuit = (program: CompiledProgram): ReadOutcome => {
  const { version, qubits, registers, instructions } = program
  const nameable = (bit: number): boolean =>
    registers.some(({ offset, size }) => bit >= offset && bit < offset + size)
  try {
    const operations = operationsOf(instructions, 0, instructions.length, nameable)
    return { kind: 'read', circuit: { version, qubits, registers, operations } }
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message }
    throw error
  }
}
