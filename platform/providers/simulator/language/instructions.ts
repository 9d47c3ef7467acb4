import type { Unitary } from '../engine/unitary.ts'
import type { Version } from './ast.ts'
import type { DeclaredInput } from './inputs.ts'
import type { Memory } from './values.ts'

/** A gate on the qubits where `controls` (a bit mask of qubits) read `values` (a mask within it). */
export type GateInstruction = {
  readonly op: 'gate'
  readonly name: string
  readonly controls: number
  readonly values: number
  /** The matrix's basis bit k belongs to targets[k]. */
  readonly targets: readonly number[]
  /** A function where a parameter depends on a measurement. */
  readonly matrix: Unitary | ((memory: Memory) => Unitary)
}

/** The flat program. Jumps go by position in the list; `unless` jumps when its condition is false. */
export type Instruction =
  | GateInstruction
  | { readonly op: 'measure'; readonly qubit: number; readonly bit: number }
  | { readonly op: 'reset'; readonly qubit: number }
  | { readonly op: 'barrier'; readonly qubits: number }
  | { readonly op: 'assign'; readonly run: (memory: Memory) => void }
  | { readonly op: 'unless'; readonly condition: (memory: Memory) => boolean; readonly to: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'end' }

/** A classical register of the result; its bit k is bit `offset + k` of the memory. */
export type Register = { readonly name: string; readonly size: number; readonly offset: number }

export type CompiledProgram = {
  readonly version: Version
  readonly qubits: number
  readonly inputs: readonly DeclaredInput[]
  /** In order of declaration. */
  readonly registers: readonly Register[]
  readonly memoryBits: number
  readonly memoryCells: number
  readonly instructions: readonly Instruction[]
}
