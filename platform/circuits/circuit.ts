import type { Unitary } from '../providers/simulator/engine/unitary.ts'
import type { Version } from '../providers/simulator/language/ast.ts'
import type { Register } from '../providers/simulator/language/instructions.ts'

/** The Paulis that a gate commutes with on one of its qubits, as a mask. */
export const axisX = 1
export const axisY = 2
export const axisZ = 4

/** A gate on `targets` where all of `controls` read 1. */
export type Gate = {
  readonly op: 'gate'
  readonly controls: readonly number[]
  /** The matrix's basis bit k belongs to targets[k]. */
  readonly targets: readonly number[]
  readonly matrix: Unitary
  /** Controls, then targets. */
  readonly qubits: readonly number[]
  /** For each of `qubits`. */
  readonly axes: readonly number[]
}

/** Which settings of some classical bits make a condition true: index bit k is bits[k]. */
export type Condition = {
  readonly bits: readonly number[]
  readonly holds: readonly boolean[]
}

export type Operation =
  | Gate
  | { readonly op: 'measure'; readonly qubit: number; readonly bit: number }
  | { readonly op: 'reset'; readonly qubit: number }
  | { readonly op: 'barrier'; readonly qubits: readonly number[] }
  | {
      readonly op: 'if'
      readonly condition: Condition
      readonly body: readonly Operation[]
      readonly otherwise: readonly Operation[]
    }

/** A program without loops and classical computation: what is rewritten. */
export type Circuit = {
  readonly version: Version
  readonly qubits: number
  readonly registers: readonly Register[]
  readonly operations: readonly Operation[]
}

/** The qubits that an operation occupies. */
export const qubitsOf = (operation: Operation): readonly number[] => {
  switch (operation.op) {
    case 'gate':
    case 'barrier':
      return operation.qubits
    case 'measure':
    case 'reset':
      return [operation.qubit]
    case 'if':
      return [...new Set([...operation.body, ...operation.otherwise].flatMap(qubitsOf))]
    default:
      return operation satisfies never
  }
}
