import type { Expression } from './ast.ts'
import type { Context } from './context.ts'
import { quote, refuse, type Position } from './diagnostic.ts'
import { evaluate } from './expressions.ts'
import { positionsOf } from './indices.ts'
import type { Qubits } from './scope.ts'

/** The qubits that an operand names: a register, one of its qubits, a slice, or several joined by `++`. */
export const qubitsOf = (context: Context, operand: Expression): Qubits => {
  const { at } = operand
  switch (operand.kind) {
    case 'name': {
      const symbol = context.scope.lookup(operand.name)
      if (symbol === undefined)
        return refuse('QASM_UNDEFINED', `${quote(operand.name)} is not declared`, at)
      if (symbol.kind !== 'qubits')
        return refuse('QASM_TYPE', `${quote(operand.name)} is not a qubit`, at)
      return symbol
    }
    case 'index': {
      const base = qubitsOf(context, operand.base)
      if (base.single) return refuse('QASM_TYPE', "a single qubit can't be indexed", at)
      const { positions, single } = positionsOf(operand.index, base.qubits.length, (inner) =>
        evaluate(context, inner),
      )
      return { qubits: positions.map((position) => base.qubits[position] ?? 0), single }
    }
    case 'binary': {
      if (operand.operator !== '++') return refuse('QASM_TYPE', 'a qubit is needed here', at)
      const parts = [qubitsOf(context, operand.left), qubitsOf(context, operand.right)]
      const qubits = parts.flatMap((part) => part.qubits)
      refuseDuplicates(qubits, at)
      return { qubits, single: false }
    }
    case 'integer':
    case 'float':
    case 'boolean':
    case 'bits':
    case 'unary':
    case 'call':
    case 'cast':
    case 'measure':
      return refuse('QASM_TYPE', 'a qubit is needed here', at)
    default:
      return operand satisfies never
  }
}

export const refuseDuplicates = (qubits: readonly number[], at: Position): void => {
  if (new Set(qubits).size !== qubits.length)
    refuse('QASM_DUPLICATE_QUBIT', 'the same qubit is given twice', at)
}

/**
 * The calls that one statement stands for: single qubits repeat beside registers, which must be equally long.
 * A statement over single qubits is one call.
 */
export const broadcast = (
  operands: readonly Qubits[],
  at: Position,
): readonly (readonly number[])[] => {
  const sizes = new Set(operands.filter(({ single }) => !single).map(({ qubits }) => qubits.length))
  if (sizes.size > 1) {
    refuse('QASM_ARITY', `registers of different sizes: ${[...sizes].join(', ')}`, at)
  }
  const [count = 1] = sizes
  return Array.from({ length: count }, (_, index) => {
    const call = operands.map(({ qubits, single }) => qubits[single ? 0 : index] ?? 0)
    refuseDuplicates(call, at)
    return call
  })
}
