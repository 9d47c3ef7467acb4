import type { BinaryOperator, Block, Expression, Modifier, Statement, SwitchCase } from './ast.ts'
import { list, unexpected, type Cursor } from './cursor.ts'
import { refuse, unsupported } from './diagnostic.ts'
import { parseDef, parseGate } from './parse-definition.ts'
import {
  isTypeName,
  parseDesignator,
  parseExpression,
  parseRangeTail,
  parseType,
  parseValue,
} from './parse-expression.ts'
import type { Token } from './token.ts'

const foreign: ReadonlySet<string> = new Set([
  'cal',
  'defcal',
  'defcalgrammar',
  'extern',
  'duration',
  'stretch',
  'delay',
  'box',
  'output',
  'array',
  'complex',
  'readonly',
  'mutable',
])

const assignments: Readonly<Record<string, BinaryOperator>> = {
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
  '**=': '**',
  '&=': '&',
  '|=': '|',
  '^=': '^',
  '<<=': '<<',
  '>>=': '>>',
}

export const parseBlock = (cursor: Cursor): Block =>
  cursor.nested(() => {
    const open = cursor.expect('{')
    const statements: Statement[] = []
    while (!cursor.sees('}')) {
      if (cursor.peek().kind === 'end') refuse('QASM_SYNTAX', "this '{' is never closed", open)
      statements.push(parseStatement(cursor))
    }
    cursor.next()
    return statements
  })

/** A block, or the single statement that may stand for one. */
const parseBody = (cursor: Cursor): Block =>
  cursor.sees('{') ? parseBlock(cursor) : [cursor.nested(() => parseStatement(cursor))]

/** One statement of either version. Refuses foreign constructs by name. */
export const parseStatement = (cursor: Cursor): Statement => {
  const token = cursor.peek()
  if (token.kind === 'pragma') return unsupported('a pragma', token)
  if (cursor.sees('@')) return unsupported(`the annotation @${cursor.peek(1).text}`, token)
  if (token.kind === 'hardware-qubit') return unsupported(`the hardware qubit ${token.text}`, token)
  const modern = cursor.version === '3.0'
  if (modern && foreign.has(token.text)) return unsupported(`'${token.text}'`, token)
  if (modern && cursor.sees('{')) return { kind: 'block', body: parseBlock(cursor), at: token }
  if (token.kind !== 'identifier') return unexpected(token, 'a statement')
  const shared = sharedStatement(cursor, token)
  if (shared !== undefined) return shared
  return (modern ? modernStatement(cursor, token) : undefined) ?? plainStatement(cursor, token)
}

const ended = (cursor: Cursor, statement: Statement): Statement => {
  cursor.expect(';', 'at the end of the statement')
  return statement
}

const sharedStatement = (cursor: Cursor, at: Token): Statement | undefined => {
  switch (at.text) {
    case 'OPENQASM':
      return refuse('QASM_SYNTAX', 'the version stands on the first line or nowhere', at)
    case 'include': {
      cursor.next()
      const file = cursor.next()
      if (file.kind !== 'string') return unexpected(file, 'the name of a file in quotes')
      return ended(cursor, { kind: 'include', file: file.text.slice(1, -1), at })
    }
    case 'qreg':
    case 'creg': {
      cursor.next()
      const { text: name } = cursor.name('the name of a register')
      const size = parseDesignator(cursor)
      if (size === undefined && cursor.version === '2.0') return unexpected(cursor.peek(), "'['")
      const width = size === undefined ? {} : { width: size }
      return ended(
        cursor,
        at.text === 'qreg'
          ? { kind: 'qubits', name, at, ...(size === undefined ? {} : { size }) }
          : { kind: 'declare', type: { name: 'bit', at, ...width }, name, constant: false, at },
      )
    }
    case 'gate':
      cursor.next()
      return parseGate(cursor, at, () => parseBlock(cursor))
    case 'opaque':
      return cursor.version === '2.0' ? unsupported("'opaque'", at) : undefined
    case 'measure': {
      cursor.next()
      const source = parseExpression(cursor)
      const target = cursor.accept('->') ? parseExpression(cursor) : undefined
      if (target === undefined && cursor.version === '2.0') return unexpected(cursor.peek(), "'->'")
      return ended(cursor, {
        kind: 'measure',
        source,
        at,
        ...(target === undefined ? {} : { target }),
      })
    }
    case 'reset':
      cursor.next()
      return ended(cursor, { kind: 'reset', operand: parseExpression(cursor), at })
    case 'barrier':
      cursor.next()
      return { kind: 'barrier', operands: list(cursor, ';', () => parseExpression(cursor)), at }
    case 'if':
      return parseIf(cursor)
    default:
      return undefined
  }
}

const parseIf = (cursor: Cursor): Statement => {
  const at = cursor.next()
  cursor.expect('(', "after 'if'")
  const condition = parseExpression(cursor)
  cursor.expect(')')
  if (cursor.version === '2.0') {
    const body = [cursor.nested(() => parseStatement(cursor))]
    return { kind: 'if', condition, body, otherwise: [], at }
  }
  const body = parseBody(cursor)
  const otherwise = cursor.accept('else') ? parseBody(cursor) : []
  return { kind: 'if', condition, body, otherwise, at }
}

const modernStatement = (cursor: Cursor, at: Token): Statement | undefined => {
  switch (at.text) {
    case 'qubit': {
      cursor.next()
      const size = parseDesignator(cursor)
      const { text: name } = cursor.name('the name of a qubit')
      return ended(cursor, { kind: 'qubits', name, at, ...(size === undefined ? {} : { size }) })
    }
    case 'const':
      cursor.next()
      return parseDeclaration(cursor, at, true)
    case 'input': {
      cursor.next()
      const type = parseType(cursor)
      const { text: name } = cursor.name('the name of an input')
      return ended(cursor, { kind: 'input', type, name, at })
    }
    case 'let': {
      cursor.next()
      const { text: name } = cursor.name('the name of an alias')
      cursor.expect('=')
      return ended(cursor, { kind: 'alias', name, value: parseExpression(cursor), at })
    }
    case 'def':
      cursor.next()
      return parseDef(cursor, at, () => parseBlock(cursor))
    case 'for':
      return parseFor(cursor)
    case 'while': {
      cursor.next()
      cursor.expect('(', "after 'while'")
      const condition = parseExpression(cursor)
      cursor.expect(')')
      return { kind: 'while', condition, body: parseBody(cursor), at }
    }
    case 'switch':
      return parseSwitch(cursor)
    case 'return': {
      cursor.next()
      const value = cursor.sees(';') ? undefined : parseValue(cursor)
      return ended(cursor, { kind: 'return', at, ...(value === undefined ? {} : { value }) })
    }
    case 'break':
    case 'continue':
    case 'end':
      cursor.next()
      return ended(cursor, { kind: at.text, at })
    default:
      return isTypeName(at.text) && !cursor.sees('(', 1)
        ? parseDeclaration(cursor, at, false)
        : undefined
  }
}

const parseDeclaration = (cursor: Cursor, at: Token, constant: boolean): Statement => {
  const type = parseType(cursor)
  const { text: name } = cursor.name('the name of a variable')
  const value = cursor.accept('=') ? parseValue(cursor) : undefined
  if (constant && value === undefined)
    return unexpected(cursor.peek(), "'=' and the constant's value")
  return ended(cursor, {
    kind: 'declare',
    type,
    name,
    constant,
    at,
    ...(value === undefined ? {} : { value }),
  })
}

const parseFor = (cursor: Cursor): Statement => {
  const at = cursor.next()
  const type = parseType(cursor)
  const { text: name } = cursor.name('the name of the loop variable')
  cursor.expect('in')
  const open = cursor.peek()
  if (cursor.accept('[')) {
    const start = cursor.sees(':') ? undefined : parseExpression(cursor)
    const over = parseRangeTail(cursor, start, open)
    cursor.expect(']', 'after a range')
    return { kind: 'for', type, name, over, body: parseBody(cursor), at }
  }
  if (cursor.accept('{')) {
    const items = list(cursor, '}', () => parseExpression(cursor))
    return {
      kind: 'for',
      type,
      name,
      over: { kind: 'set', items, at: open },
      body: parseBody(cursor),
      at,
    }
  }
  const over = parseExpression(cursor)
  return { kind: 'for', type, name, over, body: parseBody(cursor), at }
}

const parseSwitch = (cursor: Cursor): Statement => {
  const at = cursor.next()
  cursor.expect('(', "after 'switch'")
  const subject = parseExpression(cursor)
  cursor.expect(')')
  cursor.expect('{')
  const cases: SwitchCase[] = []
  let otherwise: Block = []
  while (!cursor.accept('}')) {
    if (cursor.accept('default')) {
      otherwise = parseBlock(cursor)
      cursor.expect('}', "after 'default'")
      break
    }
    cursor.expect('case')
    const labels: Expression[] = [parseExpression(cursor)]
    while (cursor.accept(',')) labels.push(parseExpression(cursor))
    cases.push({ labels, body: parseBlock(cursor) })
  }
  return { kind: 'switch', subject, cases, otherwise, at }
}

const parseModifiers = (cursor: Cursor): readonly Modifier[] => {
  const modifiers: Modifier[] = []
  for (;;) {
    const at = cursor.peek()
    if (cursor.accept('inv')) modifiers.push({ kind: 'inv', at })
    else if (cursor.accept('pow')) {
      cursor.expect('(', "after 'pow'")
      modifiers.push({ kind: 'pow', exponent: parseExpression(cursor), at })
      cursor.expect(')')
    } else if (cursor.sees('ctrl') || cursor.sees('negctrl')) {
      const kind = cursor.next().text === 'ctrl' ? 'ctrl' : 'negctrl'
      const count = cursor.accept('(') ? parseExpression(cursor) : undefined
      if (count !== undefined) cursor.expect(')')
      modifiers.push({ kind, at, ...(count === undefined ? {} : { count }) })
    } else return modifiers
    cursor.expect('@', 'after a gate modifier')
  }
}

/** A gate call, an assignment, or an expression on its own. */
const plainStatement = (cursor: Cursor, at: Token): Statement => {
  const modifiers = cursor.version === '3.0' ? parseModifiers(cursor) : []
  if (modifiers.length > 0 || isGateCall(cursor)) return parseApply(cursor, at, modifiers)
  const target = parseExpression(cursor)
  const operator = cursor.peek()
  if (cursor.accept('='))
    return ended(cursor, { kind: 'assign', target, value: parseValue(cursor), at })
  const compound = assignments[operator.text]
  if (compound !== undefined && operator.kind === 'symbol') {
    cursor.next()
    return ended(cursor, {
      kind: 'assign',
      target,
      operator: compound,
      value: parseExpression(cursor),
      at,
    })
  }
  if (target.kind !== 'call') return unexpected(operator, 'a statement')
  return ended(cursor, { kind: 'expression', value: target, at })
}

/** `name … operand`: a name, parameters in brackets or none, then another name. */
const isGateCall = (cursor: Cursor): boolean => {
  if (cursor.sees('U') || cursor.sees('gphase') || (cursor.version === '2.0' && cursor.sees('CX')))
    return true
  const operand = (ahead: number): boolean => {
    const { kind } = cursor.peek(ahead)
    return kind === 'identifier' || kind === 'hardware-qubit'
  }
  if (!cursor.sees('(', 1)) return operand(1) || cursor.version === '2.0'
  let depth = 0
  for (let ahead = 1; ; ahead += 1) {
    const token = cursor.peek(ahead)
    if (token.kind === 'end' || token.text === ';') return false
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (depth === 0) return operand(ahead + 1)
  }
}

const parseApply = (cursor: Cursor, at: Token, modifiers: readonly Modifier[]): Statement => {
  const builtin = ['U', 'gphase', ...(cursor.version === '2.0' ? ['CX'] : [])]
  const name = builtin.some((word) => cursor.sees(word))
    ? cursor.next().text
    : cursor.name('the name of a gate').text
  const args = cursor.accept('(') ? list(cursor, ')', () => parseExpression(cursor)) : []
  if (cursor.sees('[')) return unsupported('a gate with a duration', cursor.peek())
  const operands: Expression[] = []
  if (!cursor.sees(';')) {
    do operands.push(parseExpression(cursor))
    while (cursor.accept(','))
  }
  return ended(cursor, { kind: 'apply', modifiers, name, args, operands, at })
}
