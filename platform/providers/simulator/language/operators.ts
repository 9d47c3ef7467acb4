import type { BinaryOperator, UnaryOperator } from './ast.ts'
import { QasmError, type Position } from './diagnostic.ts'
import {
  bitType,
  boolType,
  convert,
  floatType,
  lift,
  maximumWidth,
  showType,
  toBigint,
  toBoolean,
  toNumber,
  widthOf,
  wrap,
  type Term,
  type Type,
  type Value,
} from './values.ts'

type Arithmetic = '+' | '-' | '*' | '/' | '%' | '**'
type Bitwise = '&' | '|' | '^'
type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

const mismatch = (operator: string, types: readonly Type[], at: Position): never => {
  throw new QasmError(
    'QASM_TYPE',
    `'${operator}' does not work on ${types.map(showType).join(' and ')}`,
    at,
  )
}

/** Both sides' common integer type, by C's ranks: the wider wins, at equal width the unsigned one. */
const commonInteger = (left: Type, right: Type): Type | undefined => {
  const sides = [left, right].map((type) => ({
    width: widthOf(type),
    signed: type.kind === 'int',
  }))
  const [a, b] = sides
  if (a?.width === undefined || b?.width === undefined) return undefined
  const width = Math.max(a.width, b.width)
  const signed =
    (a.signed && a.width === width && (b.signed || b.width < width)) ||
    (b.signed && b.width === width && (a.signed || a.width < width))
  return { kind: signed ? 'int' : 'uint', width }
}

const raise = (base: bigint, exponent: bigint, type: Type, at: Position): bigint => {
  if (exponent < 0n) throw new QasmError('QASM_VALUE', 'a negative power of an integer', at)
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = wrap(type, result * square)
    square = wrap(type, square * square)
  }
  return result
}

const integerArithmetic = (
  operator: Arithmetic,
  type: Type,
  a: bigint,
  b: bigint,
  at: Position,
): bigint => {
  switch (operator) {
    case '+':
      return wrap(type, a + b)
    case '-':
      return wrap(type, a - b)
    case '*':
      return wrap(type, a * b)
    case '**':
      return raise(a, b, type, at)
    case '/':
    case '%':
      if (b === 0n) throw new QasmError('QASM_VALUE', 'division by zero', at)
      return wrap(type, operator === '/' ? a / b : a % b)
    default:
      return operator satisfies never
  }
}

const floatArithmetic = (operator: Arithmetic, a: number, b: number, at: Position): number => {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '**':
      return a ** b
    case '/':
    case '%':
      if (b === 0) throw new QasmError('QASM_VALUE', 'division by zero', at)
      return operator === '/' ? a / b : a % b
    default:
      return operator satisfies never
  }
}

const arithmetic = (operator: Arithmetic, left: Term, right: Term, at: Position): Term => {
  const integers = (type: Type, terms: readonly Term[]): Term =>
    lift(type, terms, (a = 0n, b = 0n) =>
      integerArithmetic(operator, type, toBigint(a, at), toBigint(b, at), at),
    )
  const [l, r] = [left.type, right.type]
  if (l.kind === 'angle' && r.kind === 'angle') {
    const common: Type = { kind: 'angle', width: Math.max(l.width, r.width) }
    const both = [convert(left, common, at), convert(right, common, at)]
    if (operator === '+' || operator === '-') return integers(common, both)
    if (operator === '/') return integers({ kind: 'uint', width: common.width }, both)
    return mismatch(operator, [l, r], at)
  }
  const whole = (type: Type): boolean => type.kind === 'int' || type.kind === 'uint'
  if (l.kind === 'angle' && whole(r) && (operator === '*' || operator === '/'))
    return integers(l, [left, right])
  if (r.kind === 'angle' && whole(l) && operator === '*') return integers(r, [left, right])
  if (l.kind === 'float' || r.kind === 'float' || l.kind === 'angle' || r.kind === 'angle') {
    const both = [convert(left, floatType, at), convert(right, floatType, at)]
    return lift(floatType, both, (a = 0, b = 0) =>
      floatArithmetic(operator, Number(a), Number(b), at),
    )
  }
  const common = commonInteger(l, r)
  return common === undefined ? mismatch(operator, [l, r], at) : integers(common, [left, right])
}

const compareValues = (operator: Comparison, a: bigint | number, b: bigint | number): boolean => {
  switch (operator) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return operator satisfies never
  }
}

/** Compares by value, so that no width or sign is lost: a register equals the integer its bits spell. */
const comparison = (operator: Comparison, left: Term, right: Term, at: Position): Term => {
  const [l, r] = [left.type, right.type]
  const real =
    [l, r].some((type) => type.kind === 'float') || (l.kind === 'angle') !== (r.kind === 'angle')
  if (l.kind === 'angle' && r.kind === 'angle') {
    const common: Type = { kind: 'angle', width: Math.max(l.width, r.width) }
    const both = [convert(left, common, at), convert(right, common, at)]
    return lift(boolType, both, (a = 0n, b = 0n) =>
      compareValues(operator, toBigint(a, at), toBigint(b, at)),
    )
  }
  return lift(boolType, [left, right], (a = 0n, b = 0n) =>
    real
      ? compareValues(operator, toNumber(l, a), toNumber(r, b))
      : compareValues(operator, toBigint(a, at), toBigint(b, at)),
  )
}

const bitwise = (operator: Bitwise, left: Term, right: Term, at: Position): Term => {
  const [l, r] = [left.type, right.type]
  if (l.kind === 'float' || r.kind === 'float') return mismatch(operator, [l, r], at)
  const registers = l.kind === 'bits' && r.kind === 'bits'
  if (registers && l.width !== r.width) return mismatch(operator, [l, r], at)
  const single = widthOf(l) === 1 && widthOf(r) === 1
  const type = single ? bitType : registers || l.kind === 'angle' ? l : commonInteger(l, r)
  if (type === undefined) return mismatch(operator, [l, r], at)
  return lift(type, [left, right], (x = 0n, y = 0n) => {
    const [a, b] = [toBigint(x, at), toBigint(y, at)]
    return wrap(type, operator === '&' ? a & b : operator === '|' ? a | b : a ^ b)
  })
}

const shift = (operator: '<<' | '>>', left: Term, right: Term, at: Position): Term => {
  const [l, r] = [left.type, right.type]
  const width = widthOf(l)
  if (width === undefined || r.kind === 'float' || r.kind === 'angle' || l.kind === 'bool')
    return mismatch(operator, [l, r], at)
  return lift(l, [left, right], (x = 0n, y = 0n) => {
    const by = toBigint(y, at)
    if (by < 0n) throw new QasmError('QASM_VALUE', 'a shift by a negative number', at)
    const value = toBigint(x, at)
    const steps = by > BigInt(maximumWidth) ? BigInt(maximumWidth) : by
    return wrap(l, operator === '<<' ? value << steps : value >> steps)
  })
}

export const binaryOperation = (
  operator: BinaryOperator,
  left: Term,
  right: Term,
  at: Position,
): Term => {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
      return arithmetic(operator, left, right, at)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right, at)
    case '&':
    case '|':
    case '^':
      return bitwise(operator, left, right, at)
    case '<<':
    case '>>':
      return shift(operator, left, right, at)
    case '&&':
    case '||':
      return lift(boolType, [left, right], (a = false, b = false) =>
        operator === '&&' ? toBoolean(a) && toBoolean(b) : toBoolean(a) || toBoolean(b),
      )
    case '++':
      return mismatch(operator, [left.type, right.type], at)
    default:
      return operator satisfies never
  }
}

export const unaryOperation = (operator: UnaryOperator, operand: Term, at: Position): Term => {
  const { type } = operand
  switch (operator) {
    case '!':
      return lift(boolType, [operand], (value = false) => !toBoolean(value))
    case '~':
      if (type.kind === 'float' || type.kind === 'bool') return mismatch('~', [type], at)
      return lift(type, [operand], (value = 0n) => wrap(type, ~toBigint(value, at)))
    case '+':
    case '-':
      if (type.kind === 'bool' || type.kind === 'bit' || type.kind === 'bits')
        return mismatch(operator, [type], at)
      if (operator === '+') return operand
      return lift(type, [operand], (value: Value = 0n) =>
        typeof value === 'number' ? -value : wrap(type, -toBigint(value, at)),
      )
    default:
      return operator satisfies never
  }
}
