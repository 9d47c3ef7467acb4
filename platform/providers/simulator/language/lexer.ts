import { QasmError, quote, refuse, type Position } from './diagnostic.ts'
import type { Token, TokenKind } from './token.ts'

const space = /[ \t\r\n\f\v\u00a0\ufeff]+/uy
const lineComment = /\/\/[^\n]*/uy
const blockComment = /\/\*[^]*?\*\//uy
const identifier = /[\p{L}\p{Nl}_][\p{L}\p{Nl}_0-9]*/uy
const radixInteger =
  /0[bB][01](?:_?[01])*|0[oO][0-7](?:_?[0-7])*|0[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*/uy
const digits = '[0-9](?:_?[0-9])*'
const decimal = new RegExp(
  `(?:${digits}\\.(?:${digits})?|\\.${digits}|${digits})(?:[eE][+-]?${digits})?`,
  'uy',
)
const suffix = /[\p{L}\p{Nl}_0-9.]+/uy
const timingUnit = /^(?:dt|ns|us|µs|μs|ms|s)$/u
const string = /"[^"\r\n\t]*"|'[^'\r\n\t]*'/uy
const hardwareQubit = /\$[0-9]+/uy
const pragma = /#?pragma(?![\p{L}\p{Nl}_0-9])[^\n]*/uy
const symbol =
  /<<=|>>=|\*\*=|->|\+\+|\*\*|==|!=|<=|>=|&&|\|\||<<|>>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|~=|[-+*/%^&|~!<>=()[\]{},;:@.#]/uy

/**
 * Cuts a source text into tokens, the last of which is of kind `end`.
 * Throws a QasmError (QASM_SYNTAX) at the first character that starts no token.
 */
export const tokenize = (source: string): readonly Token[] => {
  const tokens: Token[] = []
  let offset = 0
  let line = 1
  let lineStart = 0

  const here = (): Position => ({ line, column: offset - lineStart + 1 })
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset
    return pattern.exec(source)?.[0]
  }
  const advance = (text: string): void => {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      line += 1
      lineStart = offset + at + 1
    }
    offset += text.length
  }
  const push = (kind: TokenKind, text: string): void => {
    tokens.push({ kind, text, line, column: offset - lineStart + 1 })
    advance(text)
  }

  const number = (): void => {
    const radix = match(radixInteger)
    const text = radix ?? match(decimal) ?? ''
    suffix.lastIndex = offset + text.length
    const rest = suffix.exec(source)?.[0] ?? ''
    const whole = text + rest
    if (rest === '')
      push(radix !== undefined || /^[0-9_]+$/u.test(text) ? 'integer' : 'float', text)
    else if (radix === undefined && rest === 'im') push('imaginary', whole)
    else if (radix === undefined && timingUnit.test(rest)) push('timing', whole)
    else refuse('QASM_SYNTAX', `${quote(whole)} is not a number`, here())
  }

  while (offset < source.length) {
    const skipped = match(space) ?? match(lineComment) ?? match(blockComment)
    if (skipped !== undefined) {
      advance(skipped)
      continue
    }
    const char = source[offset] ?? ''
    const next = source[offset + 1] ?? ''
    if (char === '/' && next === '*') refuse('QASM_SYNTAX', 'this comment is never closed', here())
    if (/[0-9]/u.test(char) || (char === '.' && /[0-9]/u.test(next))) {
      number()
      continue
    }
    const text = match(pragma)
    if (text !== undefined) {
      push('pragma', text)
      continue
    }
    const found = (
      [
        ['identifier', match(identifier)],
        ['string', match(string)],
        ['hardware-qubit', match(hardwareQubit)],
        ['symbol', match(symbol)],
      ] as const
    ).find(([, matched]) => matched !== undefined)
    if (found?.[1] === undefined) {
      const shown = String.fromCodePoint(source.codePointAt(offset) ?? 0)
      throw new QasmError('QASM_SYNTAX', `unexpected character ${quote(shown)}`, here())
    }
    push(found[0], found[1])
  }
  tokens.push({ kind: 'end', text: '', ...here() })
  return tokens
}
