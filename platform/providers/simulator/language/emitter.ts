import type { Unitary } from '../engine/unitary.ts'
import { QasmError, type Position } from './diagnostic.ts'
import type { GateInstruction, Instruction, Register } from './instructions.ts'
import type { ProgramLimits } from './limits.ts'

/** Where instructions go: the program itself, or a list that a modifier is about to transform. */
export type Sink = (instruction: GateInstruction, at: Position) => void

/** The program under construction: its instructions, its memory, and what it has cost so far. */
export type Emitter = {
  readonly limits: ProgramLimits
  readonly gate: Sink
  readonly emit: (instruction: Instruction, at: Position) => void
  /** A jump whose target is not yet known; the answer sets it to wherever the program then ends. */
  readonly emitJump: (make: (to: number) => Instruction, at: Position) => () => void
  readonly position: () => number
  readonly rollback: (position: number) => void
  /** Counts one step of unrolling, and refuses beyond the limit. */
  readonly step: (at: Position) => void
  /** Runs one level deeper in calls and blocks, and refuses beyond the limit. */
  readonly nested: <T>(at: Position, run: () => T) => T
  /** Runs the body of a loop that the program itself repeats. */
  readonly repeated: <T>(run: () => T) => T
  readonly allocateQubits: (count: number, at: Position) => readonly number[]
  readonly allocateBits: (count: number, at: Position) => number
  readonly allocateCell: () => number
  readonly addRegister: (name: string, size: number, offset: number, at: Position) => void
  readonly matrices: Map<string, Unitary>
  readonly calls: Set<string>
  readonly instructions: readonly Instruction[]
  readonly registers: readonly Register[]
  readonly counts: () => { readonly qubits: number; readonly bits: number; readonly cells: number }
}

const maskOf = (qubits: readonly number[]): number =>
  qubits.reduce((mask, qubit) => mask | (1 << qubit), 0)

export const createEmitter = (limits: ProgramLimits): Emitter => {
  const instructions: Instruction[] = []
  const registers: Register[] = []
  let steps = 0
  let level = 0
  let loops = 0
  let qubits = 0
  let bits = 0
  let cells = 0
  let clbits = 0
  let touched = 0

  const emit = (instruction: Instruction, at: Position): void => {
    if (instructions.length >= limits.operations) {
      throw new QasmError('QASM_TOO_LARGE', `more than ${limits.operations} operations`, at)
    }
    if (instruction.op === 'reset') {
      // A qubit that nothing has touched is |0> already, unless a loop comes back to here.
      if (loops === 0 && (touched & (1 << instruction.qubit)) === 0) return
      touched |= 1 << instruction.qubit
    }
    if (instruction.op === 'gate') touched |= instruction.controls | maskOf(instruction.targets)
    instructions.push(instruction)
  }

  return {
    limits,
    emit,
    gate: (instruction, at) => {
      // A phase of the whole state is never seen.
      if (instruction.targets.length > 0 || instruction.controls !== 0) emit(instruction, at)
    },
    emitJump: (make, at) => {
      const index = instructions.length
      emit(make(-1), at)
      return () => {
        instructions[index] = make(instructions.length)
      }
    },
    position: () => instructions.length,
    rollback: (position) => {
      instructions.length = position
    },
    step: (at) => {
      steps += 1
      if (steps > limits.steps) {
        throw new QasmError('QASM_TOO_LARGE', `unrolling takes more than ${limits.steps} steps`, at)
      }
    },
    nested: (at, run) => {
      level += 1
      if (level > 2 * limits.nesting) {
        throw new QasmError(
          'QASM_TOO_DEEP',
          `calls nested deeper than ${2 * limits.nesting} levels`,
          at,
        )
      }
      const result = run()
      level -= 1
      return result
    },
    repeated: (run) => {
      loops += 1
      const result = run()
      loops -= 1
      return result
    },
    allocateQubits: (count, at) => {
      if (qubits + count > limits.qubits) {
        throw new QasmError(
          'QASM_TOO_MANY_QUBITS',
          `${qubits + count} qubits, the limit is ${limits.qubits}`,
          at,
        )
      }
      qubits += count
      return Array.from({ length: count }, (_, index) => qubits - count + index)
    },
    allocateBits: (count, at) => {
      if (bits + count > limits.memoryBits) {
        throw new QasmError('QASM_TOO_LARGE', `more than ${limits.memoryBits} classical bits`, at)
      }
      bits += count
      return bits - count
    },
    allocateCell: () => {
      cells += 1
      return cells - 1
    },
    addRegister: (name, size, offset, at) => {
      if (name.length > limits.nameLength) {
        const most = `a register with a name of more than ${limits.nameLength} characters`
        throw new QasmError('QASM_TOO_LARGE', most, at)
      }
      clbits += size
      if (clbits > limits.clbits) {
        throw new QasmError('QASM_TOO_LARGE', `a result of more than ${limits.clbits} bits`, at)
      }
      registers.push({ name, size, offset })
    },
    matrices: new Map(),
    calls: new Set(),
    instructions,
    registers,
    counts: () => ({ qubits, bits, cells }),
  }
}
