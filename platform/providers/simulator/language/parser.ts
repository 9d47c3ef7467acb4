import type { SourceProgram, Statement, Version } from './ast.ts'
import { createCursor } from './cursor.ts'
import { quote, refuse, unsupported } from './diagnostic.ts'
import { tokenize } from './lexer.ts'
import { parseStatement } from './parse-statement.ts'
import type { Token } from './token.ts'

/** The header, when there is one: how many tokens it takes and what it says. OpenQASM 3 needs none. */
const readVersion = (
  tokens: readonly Token[],
): { readonly version: Version; readonly length: number } => {
  const [word, number, end] = tokens
  if (word?.kind !== 'identifier' || word.text !== 'OPENQASM') return { version: '3.0', length: 0 }
  if (number === undefined || (number.kind !== 'float' && number.kind !== 'integer')) {
    return refuse('QASM_SYNTAX', 'expected a version after OPENQASM', number ?? word)
  }
  const version = /^2(?:\.0)?$/u.test(number.text)
    ? '2.0'
    : /^3(?:\.[01])?$/u.test(number.text)
      ? '3.0'
      : unsupported(`OpenQASM version ${quote(number.text)}`, number)
  if (end?.text !== ';')
    return refuse('QASM_SYNTAX', "expected ';' after the version", end ?? number)
  return { version, length: 3 }
}

/** Source text to syntax tree. Throws a QasmError at the first mistake. */
export const parse = (source: string, nestingLimit: number): SourceProgram => {
  const tokens = tokenize(source)
  const { version, length } = readVersion(tokens)
  const cursor = createCursor(tokens.slice(length), version, nestingLimit)
  const statements: Statement[] = []
  while (cursor.peek().kind !== 'end') statements.push(parseStatement(cursor))
  return { version, statements }
}
