import type { Expression } from './ast.ts'
import type { Context } from './context.ts'
import { quote, refuse, type Position } from './diagnostic.ts'
import { evaluate } from './expressions.ts'
import { positionsOf } from './indices.ts'
import { qubitsOf } from './operands.ts'
import type { Qubits, Variable } from './scope.ts'
import { widthOf, type Term } from './values.ts'
import { createVariable, forget, readVariable, writePositions, writeVariable } from './variables.ts'

/** A place that can be assigned: a variable, or some of its bits. */
export type Place = {
  readonly variable: Variable
  readonly positions: readonly number[]
  readonly single: boolean
  readonly whole: boolean
}

export const placeOf = (context: Context, target: Expression): Place => {
  const { at } = target
  if (target.kind !== 'name' && target.kind !== 'index') {
    return refuse('QASM_TYPE', 'only a variable or its bits can be assigned', at)
  }
  const base = target.kind === 'index' ? target.base : target
  if (base.kind !== 'name')
    return refuse('QASM_TYPE', 'only a variable or its bits can be assigned', at)
  const symbol = context.scope.lookup(base.name)
  if (symbol === undefined)
    return refuse('QASM_UNDEFINED', `${quote(base.name)} is not declared`, at)
  if (symbol.kind !== 'variable')
    return refuse('QASM_TYPE', `${quote(base.name)} can't be assigned`, at)
  const width = widthOf(symbol.type) ?? 0
  if (target.kind === 'name') {
    const positions = Array.from({ length: width }, (_, index) => index)
    return { variable: symbol, positions, single: symbol.type.kind === 'bit', whole: true }
  }
  if (symbol.type.kind === 'float' || symbol.type.kind === 'bool' || symbol.type.kind === 'bit') {
    return refuse('QASM_TYPE', `${quote(base.name)} can't be indexed`, at)
  }
  const picked = positionsOf(target.index, width, (inner) => evaluate(context, inner))
  return { variable: symbol, ...picked, whole: false }
}

/** Puts one measurement per bit into the program; `bits` are positions of the memory. */
const emitMeasurements = (
  context: Context,
  qubits: readonly number[],
  bits: readonly number[],
  at: Position,
): void => {
  qubits.forEach((qubit, index) => {
    context.emitter.emit({ op: 'measure', qubit, bit: bits[index] ?? 0 }, at)
  })
}

/** Measures into memory of its own, and answers how to read it. */
export const measureTerm = (context: Context, operand: Expression): Term => {
  const { at } = operand
  const source = qubitsOf(context, operand)
  const scratch = createVariable(
    context,
    '',
    source.single ? { kind: 'bit' } : { kind: 'bits', width: source.qubits.length },
    at,
  )
  emitMeasurements(
    context,
    source.qubits,
    source.qubits.map((_, index) => scratch.offset + index),
    at,
  )
  scratch.known = undefined
  return readVariable(scratch)
}

const refuseSizes = (source: Qubits, size: number, single: boolean, at: Position): void => {
  if (source.qubits.length !== size || (source.single !== single && size !== 1)) {
    refuse('QASM_ARITY', `${source.qubits.length} qubit(s) measured into ${size} bit(s)`, at)
  }
}

/** Measures `operand` into a place: straight into the result's memory where the place lies there. */
export const measureInto = (
  context: Context,
  operand: Expression,
  place: Place,
  at: Position,
): void => {
  const { variable, positions, single, whole } = place
  const source = qubitsOf(context, operand)
  if (variable.storage === 'bits') {
    refuseSizes(source, positions.length, single, at)
    forget(context, variable, at)
    emitMeasurements(
      context,
      source.qubits,
      positions.map((position) => variable.offset + position),
      at,
    )
    return
  }
  const term = measureTerm(context, operand)
  if (whole) writeVariable(context, variable, term, at)
  else writePositions(context, variable, positions, single, term, at)
}
