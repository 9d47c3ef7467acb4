import type {
  BinaryOperator,
  Expression,
  Index,
  RangeNode,
  TypeNode,
  UnaryOperator,
} from './ast.ts'
import { list, tooDeep, unexpected, type Cursor } from './cursor.ts'
import { refuse, unsupported, type Position } from './diagnostic.ts'
import type { Token } from './token.ts'

/** Operators of one row bind alike, to the left; a later row binds tighter. */
const rows: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['++'],
  ['+', '-'],
  ['*', '/', '%'],
]
const unaryOperators: readonly UnaryOperator[] = ['-', '+', '!', '~']
const heightLimit = 400

type Bare<E> = E extends Expression ? Omit<E, 'at' | 'depth'> : never

const node = (
  at: Position,
  children: readonly Expression[],
  bare: Bare<Expression>,
): Expression => {
  const depth = children.reduce((height, child) => Math.max(height, child.depth), 0) + 1
  if (depth > heightLimit) throw tooDeep(at, heightLimit)
  return { ...bare, at: { line: at.line, column: at.column }, depth }
}

export const parseExpression = (cursor: Cursor): Expression =>
  cursor.nested(() => binary(cursor, 0))

const binary = (cursor: Cursor, row: number): Expression => {
  const operators = rows[row]
  if (operators === undefined) return unary(cursor)
  let left = binary(cursor, row + 1)
  for (;;) {
    const operator = operators.find((candidate) => cursor.sees(candidate))
    // In OpenQASM 2 the caret raises to a power; it is read with the powers below.
    if (operator === undefined || (operator === '^' && cursor.version === '2.0')) return left
    const at = cursor.next()
    const right = binary(cursor, row + 1)
    left = node(at, [left, right], { kind: 'binary', operator, left, right })
  }
}

const unary = (cursor: Cursor): Expression => {
  const operator = unaryOperators.find((candidate) => cursor.sees(candidate))
  if (operator === undefined) return power(cursor)
  const at = cursor.next()
  const operand = cursor.nested(() => unary(cursor))
  return node(at, [operand], { kind: 'unary', operator, operand })
}

const power = (cursor: Cursor): Expression => {
  const left = postfix(cursor)
  const at = cursor.peek()
  if (!cursor.accept(cursor.version === '2.0' ? '^' : '**')) return left
  const right = cursor.nested(() => unary(cursor))
  return node(at, [left, right], { kind: 'binary', operator: '**', left, right })
}

const postfix = (cursor: Cursor): Expression => {
  let base = primary(cursor)
  while (cursor.sees('[')) {
    const at = cursor.next()
    const index = parseIndex(cursor, at)
    base = node(at, [base, ...indexChildren(index)], { kind: 'index', base, index })
  }
  return base
}

const indexChildren = (index: Index): readonly Expression[] => {
  switch (index.kind) {
    case 'item':
      return [index.value]
    case 'set':
      return index.items
    case 'range':
      return [index.start, index.step, index.stop].filter((part) => part !== undefined)
    default:
      return index satisfies never
  }
}

/** What stands between brackets, the closing one included. */
const parseIndex = (cursor: Cursor, at: Position): Index => {
  if (cursor.accept('{')) {
    const items = list(cursor, '}', () => parseExpression(cursor))
    cursor.expect(']')
    return { kind: 'set', items, at }
  }
  const start = cursor.sees(':') ? undefined : parseExpression(cursor)
  if (start !== undefined && cursor.sees(',')) unsupported('an index of several dimensions', at)
  const index: Index =
    start !== undefined && !cursor.sees(':')
      ? { kind: 'item', value: start, at }
      : parseRangeTail(cursor, start, at)
  cursor.expect(']', 'after an index')
  return index
}

/** `start` has been read; from the colon on, `[start:stop]` or `[start:step:stop]`. */
export const parseRangeTail = (
  cursor: Cursor,
  start: Expression | undefined,
  at: Position,
): RangeNode => {
  cursor.expect(':')
  const ends = (): boolean => cursor.sees(']') || cursor.sees(':')
  const second = ends() ? undefined : parseExpression(cursor)
  const three = cursor.accept(':')
  const third = three && !ends() ? parseExpression(cursor) : undefined
  const step = three ? second : undefined
  const stop = three ? third : second
  return {
    kind: 'range',
    at,
    ...(start === undefined ? {} : { start }),
    ...(step === undefined ? {} : { step }),
    ...(stop === undefined ? {} : { stop }),
  }
}

const primary = (cursor: Cursor): Expression => {
  const token = cursor.peek()
  switch (token.kind) {
    case 'integer':
      cursor.next()
      return node(token, [], {
        kind: 'integer',
        value: BigInt(token.text.replaceAll('_', '').toLowerCase()),
      })
    case 'float':
      cursor.next()
      return node(token, [], { kind: 'float', value: Number(token.text.replaceAll('_', '')) })
    case 'string':
      return bits(cursor, token)
    case 'identifier':
      return named(cursor, token)
    case 'symbol': {
      if (!cursor.accept('(')) return unexpected(token, 'an expression')
      const inner = parseExpression(cursor)
      cursor.expect(')')
      return inner
    }
    case 'hardware-qubit':
      return unsupported(`the hardware qubit ${token.text}`, token)
    case 'timing':
      return unsupported(`the duration ${token.text}`, token)
    case 'imaginary':
      return unsupported(`the complex number ${token.text}`, token)
    case 'pragma':
    case 'end':
      return unexpected(token, 'an expression')
    default:
      return token.kind satisfies never
  }
}

const bits = (cursor: Cursor, token: Token): Expression => {
  const digits = token.text.slice(1, -1).replaceAll('_', '')
  if (!/^[01]+$/u.test(digits)) return unexpected(token, 'a bit string such as "0101"')
  cursor.next()
  return node(token, [], { kind: 'bits', digits })
}

const named = (cursor: Cursor, token: Token): Expression => {
  const modern = cursor.version === '3.0'
  if (modern && (token.text === 'true' || token.text === 'false')) {
    cursor.next()
    return node(token, [], { kind: 'boolean', value: token.text === 'true' })
  }
  if (modern && token.text === 'durationof') return unsupported("'durationof'", token)
  if (modern && isTypeName(token.text)) return cast(cursor, parseType(cursor), token)
  // `pi` and, in OpenQASM 3, `pow` are both words of the language and names in an expression.
  const word = token.text === 'pi' || (modern && token.text === 'pow')
  const { text: name } = word ? cursor.next() : cursor.name('an expression')
  if (!cursor.accept('(')) return node(token, [], { kind: 'name', name })
  const args = list(cursor, ')', () => parseExpression(cursor))
  return node(token, args, { kind: 'call', name, args })
}

const cast = (cursor: Cursor, type: TypeNode, at: Position): Expression => {
  cursor.expect('(', 'after the type of a conversion')
  const operand = parseExpression(cursor)
  cursor.expect(')')
  return node(at, [operand], { kind: 'cast', type, operand })
}

/** `measure q`, allowed only where a whole value is assigned or returned, or any other expression. */
export const parseValue = (cursor: Cursor): Expression => {
  const at = cursor.peek()
  if (!cursor.accept('measure')) return parseExpression(cursor)
  const operand = parseExpression(cursor)
  return node(at, [operand], { kind: 'measure', operand })
}

const scalarTypes: readonly TypeNode['name'][] = ['bool', 'bit', 'int', 'uint', 'float', 'angle']
const foreignTypes: ReadonlySet<string> = new Set(['complex', 'array', 'duration', 'stretch'])

export const isTypeName = (text: string): boolean =>
  scalarTypes.some((name) => name === text) || foreignTypes.has(text)

/** `[size]`, when one stands here. */
export const parseDesignator = (cursor: Cursor): Expression | undefined => {
  if (!cursor.accept('[')) return undefined
  const size = parseExpression(cursor)
  cursor.expect(']', 'after a size')
  return size
}

/** A scalar type with its width. Refuses complex numbers, arrays and durations by name. */
export const parseType = (cursor: Cursor): TypeNode => {
  const token = cursor.peek()
  if (foreignTypes.has(token.text)) return unsupported(`the type '${token.text}'`, token)
  const name = scalarTypes.find((candidate) => candidate === token.text)
  if (name === undefined) return unexpected(token, 'a type')
  cursor.next()
  const width = parseDesignator(cursor)
  if (width !== undefined && name === 'bool') refuse('QASM_TYPE', "'bool' has no width", token)
  return { name, at: token, ...(width === undefined ? {} : { width }) }
}
