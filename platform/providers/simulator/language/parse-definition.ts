import type { Block, Parameter, Statement, TypeNode } from './ast.ts'
import { list, unexpected, type Cursor } from './cursor.ts'
import { parseDesignator, parseType } from './parse-expression.ts'
import type { Token } from './token.ts'

/** `gate name(params) qubits { body }`, the keyword already read. */
export const parseGate = (cursor: Cursor, at: Token, block: () => Block): Statement => {
  const { text: name } = cursor.name('the name of a gate')
  const params = cursor.accept('(') ? list(cursor, ')', () => cursor.name('a parameter').text) : []
  const qubits: string[] = []
  do qubits.push(cursor.name('a qubit parameter').text)
  while (cursor.accept(','))
  if (!cursor.sees('{')) unexpected(cursor.peek(), "'{' before the body of the gate")
  return { kind: 'gate', name, params, qubits, body: block(), at }
}

const parseParameter = (cursor: Cursor): Parameter => {
  const at = cursor.peek()
  if (cursor.accept('qubit')) {
    const width = parseDesignator(cursor)
    const { text: name } = cursor.name('the name of a parameter')
    return { name, type: { name: 'qubit', ...(width === undefined ? {} : { width }) }, at }
  }
  if (cursor.sees('qreg') || cursor.sees('creg')) {
    const quantum = cursor.next().text === 'qreg'
    const { text: name } = cursor.name('the name of a parameter')
    const width = parseDesignator(cursor)
    const size = width === undefined ? {} : { width }
    return { name, type: quantum ? { name: 'qubit', ...size } : { name: 'bit', at, ...size }, at }
  }
  const type = parseType(cursor)
  return { name: cursor.name('the name of a parameter').text, type, at }
}

/** `def name(params) -> type { body }`, the keyword already read. */
export const parseDef = (cursor: Cursor, at: Token, block: () => Block): Statement => {
  const { text: name } = cursor.name('the name of a subroutine')
  cursor.expect('(')
  const params = list(cursor, ')', () => parseParameter(cursor))
  const returns: TypeNode | undefined = cursor.accept('->') ? parseType(cursor) : undefined
  if (!cursor.sees('{')) unexpected(cursor.peek(), "'{' before the body of the subroutine")
  return {
    kind: 'def',
    name,
    params,
    ...(returns === undefined ? {} : { returns }),
    body: block(),
    at,
  }
}
