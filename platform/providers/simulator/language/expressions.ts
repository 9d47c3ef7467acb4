import type { Expression, Index, TypeNode } from './ast.ts'
import type { Context } from './context.ts'
import { QasmError, quote, refuse, type Position } from './diagnostic.ts'
import { callFunction } from './functions.ts'
import { itemTerm, positionsOf } from './indices.ts'
import { binaryOperation, unaryOperation } from './operators.ts'
import {
  boolType,
  convert,
  defaultAngleWidth,
  defaultIntWidth,
  floatType,
  knownTerm,
  maximumWidth,
  showType,
  widthOf,
  type Term,
  type Type,
} from './values.ts'
import { readPositions, readVariable } from './variables.ts'

const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['tau', 2 * Math.PI],
  ['τ', 2 * Math.PI],
  ['euler', Math.E],
  ['ℇ', Math.E],
])

const integerTerm = (value: bigint, at: Position): Term => {
  const bits = value.toString(2).length + 1
  if (bits > maximumWidth) refuse('QASM_VALUE', `an integer of more than ${maximumWidth} bits`, at)
  return knownTerm({ kind: 'int', width: Math.max(defaultIntWidth, bits) }, value)
}

const nameTerm = (context: Context, name: string, at: Position): Term => {
  const symbol = context.scope.lookup(name)
  switch (symbol?.kind) {
    case 'constant':
      return symbol.term
    case 'variable':
      return readVariable(symbol)
    case 'qubits':
      return refuse('QASM_TYPE', `${quote(name)} is a qubit, a classical value is needed`, at)
    case 'builtin-gate':
    case 'gate':
    case 'def':
    case 'pending':
      return refuse('QASM_TYPE', `${quote(name)} is not a value`, at)
    case undefined: {
      const constant = name === 'pi' || context.version === '3.0' ? constants.get(name) : undefined
      if (constant === undefined)
        return refuse('QASM_UNDEFINED', `${quote(name)} is not declared`, at)
      return knownTerm(floatType, constant)
    }
    default:
      return symbol satisfies never
  }
}

const indexTerm = (context: Context, base: Term, index: Index, at: Position): Term => {
  const width = widthOf(base.type)
  if (width === undefined || base.type.kind === 'bool' || base.type.kind === 'bit') {
    return refuse('QASM_TYPE', `${showType(base.type)} can't be indexed`, at)
  }
  const value = (expression: Expression): Term => evaluate(context, expression)
  if (index.kind === 'item') {
    const item = value(index.value)
    if (!item.known) return itemTerm(base, width, item, index.at)
  }
  const { positions, single } = positionsOf(index, width, value)
  return readPositions(base, positions, single, at)
}

const callTerm = (context: Context, call: Expression & { kind: 'call' }, real: boolean): Term => {
  const { name, args, at } = call
  const symbol = context.scope.lookup(name)
  if (symbol?.kind === 'def' || symbol?.kind === 'pending') {
    const result = context.inline(context, name, args, at)
    return result ?? refuse('QASM_TYPE', `${quote(name)} returns nothing`, at)
  }
  const terms = args.map((arg) => evaluate(context, arg, real))
  const result = callFunction(context.version, name, terms, at)
  return result ?? refuse('QASM_UNDEFINED', `${quote(name)} is not a function`, at)
}

const integerOperators: ReadonlySet<string> = new Set(['<<', '>>', '&', '|', '^'])

/**
 * The value of a classical expression. With `real`, integer literals are real numbers, as in the parameters of a
 * gate, where 1/2 is a half.
 */
export const evaluate = (context: Context, expression: Expression, real = false): Term => {
  const { at } = expression
  switch (expression.kind) {
    case 'integer':
      return real
        ? knownTerm(floatType, Number(expression.value))
        : integerTerm(expression.value, at)
    case 'float':
      return knownTerm(floatType, expression.value)
    case 'boolean':
      return knownTerm(boolType, expression.value)
    case 'bits': {
      const width = expression.digits.length
      if (width > maximumWidth)
        refuse('QASM_VALUE', `a bit string of more than ${maximumWidth} bits`, at)
      return knownTerm({ kind: 'bits', width }, BigInt(`0b${expression.digits}`))
    }
    case 'name':
      return nameTerm(context, expression.name, at)
    case 'unary':
      return unaryOperation(
        expression.operator,
        evaluate(context, expression.operand, real && expression.operator !== '~'),
        at,
      )
    case 'binary': {
      const { operator } = expression
      const inner = real && !integerOperators.has(operator)
      const left = evaluate(context, expression.left, inner)
      return binaryOperation(operator, left, evaluate(context, expression.right, inner), at)
    }
    case 'call':
      return callTerm(context, expression, real)
    case 'cast':
      return convert(evaluate(context, expression.operand), typeOf(context, expression.type), at)
    case 'index':
      return indexTerm(context, evaluate(context, expression.base), expression.index, at)
    case 'measure':
      return refuse('QASM_SYNTAX', 'a measurement is no part of an expression', at)
    default:
      return expression satisfies never
  }
}

/** A whole number known while the program is unrolled, such as a size. */
export const evaluateSize = (context: Context, expression: Expression, least: number): number => {
  const term = evaluate(context, expression)
  if (!term.known)
    return refuse('QASM_TYPE', 'a size must not depend on a measurement', expression.at)
  if (term.type.kind === 'float' || term.type.kind === 'angle') {
    return refuse(
      'QASM_TYPE',
      `a size is a whole number, not ${showType(term.type)}`,
      expression.at,
    )
  }
  const size = Number(term.value)
  if (size < least)
    refuse('QASM_VALUE', `a size of at least ${least} is needed, not ${size}`, expression.at)
  return size
}

/** The type that a declaration or conversion names, its width worked out. */
export const typeOf = (context: Context, node: TypeNode): Type => {
  const width = node.width === undefined ? undefined : evaluateSize(context, node.width, 1)
  const wide = (fallback: number): number => {
    const result = width ?? fallback
    if (result > maximumWidth)
      throw new QasmError('QASM_TOO_LARGE', `a width above ${maximumWidth} bits`, node.at)
    return result
  }
  switch (node.name) {
    case 'bool':
      return boolType
    case 'float':
      return floatType
    case 'bit':
      return width === undefined ? { kind: 'bit' } : { kind: 'bits', width: wide(1) }
    case 'int':
    case 'uint':
      return { kind: node.name, width: wide(defaultIntWidth) }
    case 'angle':
      return { kind: 'angle', width: wide(defaultAngleWidth) }
    default:
      return node.name satisfies never
  }
}
