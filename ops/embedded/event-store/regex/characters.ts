/** Where a translation stands in its pattern. */
export type Cursor = { readonly pattern: string; at: number }

export const peek = ({ pattern, at }: Cursor, offset = 0): string => pattern[at + offset] ?? ''
export const take = (cursor: Cursor): string => cursor.pattern[cursor.at++] ?? ''

/** Takes what a sticky expression finds here; undefined when it finds nothing. */
export const takeMatch = (cursor: Cursor, expression: RegExp): RegExpExecArray | undefined => {
  const sticky = new RegExp(expression.source, 'y')
  sticky.lastIndex = cursor.at
  const found = sticky.exec(cursor.pattern) ?? undefined
  if (found !== undefined) cursor.at = sticky.lastIndex
  return found
}

export const notUnderstood = (what: string): SyntaxError =>
  new SyntaxError(`'${what}' is not understood by the embedded event store`)

/** A character by its number, so that it means nothing else to JavaScript. */
export const literal = (code: number): string => `\\u{${code.toString(16)}}`

/** The sets as .NET has them, in Unicode. */
const sets: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}',
  s: '\\f\\n\\r\\t\\v\\u{85}\\p{Z}',
}

const controls: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  e: 27,
}

/** What a backslash introduced: a character by its number, or the inside of a class. */
export type Escaped = number | { readonly set: string }

const category = (cursor: Cursor, kind: string): Escaped => {
  const name = takeMatch(cursor, /\{([A-Z][a-z]?)\}/)?.[1]
  if (name === undefined) throw notUnderstood(`\\${kind}${cursor.pattern.slice(cursor.at)}`)
  return { set: `\\${kind}{${name}}` }
}

/** Reads behind a backslash what means the same inside a class and outside. */
export const takeEscape = (cursor: Cursor): Escaped => {
  const number = takeMatch(cursor, /x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})/)
  if (number !== undefined) return Number.parseInt(number[1] ?? number[2] ?? '', 16)
  const control = takeMatch(cursor, /c([A-Za-z])/)?.[1]
  if (control !== undefined) return control.toUpperCase().charCodeAt(0) - 64
  const octal = takeMatch(cursor, /[0-7]{1,3}/)?.[0]
  if (octal !== undefined) return Number.parseInt(octal, 8)
  const kind = take(cursor)
  if (kind === 'p' || kind === 'P') return category(cursor, kind)
  const set = sets[kind.toLowerCase()]
  if (set !== undefined) return { set: kind === kind.toLowerCase() ? set : `[^${set}]` }
  const code = controls[kind] ?? kind.codePointAt(0)
  if (code === undefined || (/[A-Za-z]/.test(kind) && !(kind in controls))) {
    throw notUnderstood(`\\${kind}`)
  }
  return code
}

/** The same letter in all its cases. */
export const casesOf = (code: number): readonly number[] => {
  const text = String.fromCodePoint(code)
  const cases = [text, text.toLowerCase(), text.toUpperCase()]
  return [...new Set(cases.filter((one) => Array.from(one).length === 1))].map(
    (one) => one.codePointAt(0) ?? code,
  )
}
