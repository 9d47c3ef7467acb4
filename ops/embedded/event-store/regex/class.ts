import {
  casesOf,
  literal,
  notUnderstood,
  peek,
  take,
  takeEscape,
  type Cursor,
  type Escaped,
} from './characters.ts'

/** Ranges in which letters of both cases are looked for; beyond this few patterns go. */
const longestRange = 256

const range = (from: number, to: number, anyCase: boolean): string => {
  const plain = from === to ? literal(from) : `${literal(from)}-${literal(to)}`
  if (!anyCase) return plain
  if (to - from > longestRange) throw notUnderstood('a long range without case')
  const codes = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return [...new Set(codes.flatMap(casesOf))].map(literal).join('')
}

const member = (cursor: Cursor): Escaped => {
  const { pattern, at } = cursor
  if (peek(cursor) === '\\') {
    cursor.at++
    return takeEscape(cursor)
  }
  const code = pattern.codePointAt(at)
  if (code === undefined) throw new SyntaxError('A class is not closed')
  cursor.at += String.fromCodePoint(code).length
  return code
}

const beginsRange = (cursor: Cursor): boolean =>
  peek(cursor) === '-' && peek(cursor, 1) !== ']' && peek(cursor, 1) !== '['

/** Reads a class behind its bracket, `[a-z-[aeiou]]` included, into one of JavaScript's `v` mode. */
export const takeClass = (cursor: Cursor, anyCase: boolean): string => {
  const negated = peek(cursor) === '^'
  if (negated) cursor.at++
  let inside = ''
  let without = ''
  // A bracket that comes first is a character.
  for (let first = true; first || peek(cursor) !== ']'; first = false) {
    if (peek(cursor) === '-' && peek(cursor, 1) === '[') {
      cursor.at += 2
      without = takeClass(cursor, anyCase)
      if (peek(cursor) !== ']') throw new SyntaxError('A subtraction must come last in its class')
      break
    }
    const from = member(cursor)
    if (typeof from !== 'number') {
      inside += from.set
      continue
    }
    let to: Escaped = from
    if (beginsRange(cursor)) {
      cursor.at++
      to = member(cursor)
    }
    if (typeof to !== 'number' || to < from) throw new SyntaxError('A range is out of order')
    inside += range(from, to, anyCase)
  }
  take(cursor)
  const members = `[${negated ? '^' : ''}${inside}]`
  return without === '' ? members : `[${members}--${without}]`
}
