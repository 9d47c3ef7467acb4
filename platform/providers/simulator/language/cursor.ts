import type { Version } from './ast.ts'
import { QasmError, quote, refuse, type Position } from './diagnostic.ts'
import type { Token } from './token.ts'

const reserved: Readonly<Record<Version, ReadonlySet<string>>> = {
  '2.0': new Set(
    'OPENQASM include qreg creg gate opaque if barrier measure reset U CX pi'.split(' '),
  ),
  '3.0': new Set(
    (
      'OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end ' +
      'return for while in switch case default input output const readonly mutable qreg qubit creg bool ' +
      'bit int uint float angle complex array void duration stretch gphase inv pow ctrl negctrl durationof ' +
      'delay reset measure barrier true false'
    ).split(' '),
  ),
}

/** Walks the tokens of one program; every `expect…` refuses with what it wanted and what it found. */
export type Cursor = {
  readonly version: Version
  readonly peek: (ahead?: number) => Token
  readonly next: () => Token
  /** Whether the coming token is this symbol or keyword. */
  readonly sees: (text: string, ahead?: number) => boolean
  readonly accept: (text: string) => boolean
  readonly expect: (text: string, context?: string) => Token
  /** A name the user may choose: an identifier that is not a keyword of the program's version. */
  readonly name: (what: string) => Token
  /** Runs `parse` one level deeper, refusing what nests beyond the limit. */
  readonly nested: <T>(parse: () => T) => T
}

const describe = (token: Token): string =>
  token.kind === 'end' ? 'the end of the program' : quote(token.text)

export const unexpected = (token: Token, wanted: string): never =>
  refuse('QASM_SYNTAX', `expected ${wanted}, found ${describe(token)}`, token)

export const createCursor = (
  tokens: readonly Token[],
  version: Version,
  nestingLimit: number,
): Cursor => {
  let index = 0
  let depth = 0
  const last = tokens.at(-1)
  if (last === undefined) throw new Error('a token list ends with the end token')

  const peek = (ahead = 0): Token => tokens[index + ahead] ?? last
  const next = (): Token => {
    const token = peek()
    index += 1
    return token
  }
  const sees = (text: string, ahead = 0): boolean => {
    const token = peek(ahead)
    return token.text === text && (token.kind === 'symbol' || token.kind === 'identifier')
  }
  const accept = (text: string): boolean => {
    if (!sees(text)) return false
    index += 1
    return true
  }
  return {
    version,
    peek,
    next,
    sees,
    accept,
    expect: (text, context) =>
      sees(text)
        ? next()
        : unexpected(peek(), context === undefined ? `'${text}'` : `'${text}' ${context}`),
    name: (what) => {
      const token = peek()
      if (token.kind !== 'identifier') return unexpected(token, what)
      if (reserved[version].has(token.text)) {
        return refuse(
          'QASM_SYNTAX',
          `expected ${what}, found the keyword ${quote(token.text)}`,
          token,
        )
      }
      return next()
    },
    nested: (parse) => {
      depth += 1
      if (depth > nestingLimit) throw tooDeep(peek(), nestingLimit)
      const result = parse()
      depth -= 1
      return result
    },
  }
}

export const tooDeep = (at: Position, limit: number): QasmError =>
  new QasmError('QASM_TOO_DEEP', `nested deeper than ${limit} levels`, at)

/** Items between separators up to `close`, which is consumed; one trailing comma is allowed. */
export const list = <T>(cursor: Cursor, close: string, item: () => T): readonly T[] => {
  const items: T[] = []
  while (!cursor.sees(close)) {
    items.push(item())
    if (!cursor.accept(',')) break
  }
  cursor.expect(close)
  return items
}
