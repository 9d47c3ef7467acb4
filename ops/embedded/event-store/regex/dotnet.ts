import {
  casesOf,
  literal,
  notUnderstood,
  peek,
  take,
  takeEscape,
  takeMatch,
  type Cursor,
} from './characters.ts'
import { takeClass } from './class.ts'

/** The options of .NET: any case, lines, named groups alone, dot is all, spaces mean nothing. */
type Options = {
  readonly i: boolean
  readonly m: boolean
  readonly n: boolean
  readonly s: boolean
  readonly x: boolean
}

/** A group that is open: the options to go back to, and what closes it. */
type Open = { readonly options: Options; readonly closing: string }

type Translation = Cursor & {
  options: Options
  readonly open: Open[]
  groups: number
  atoms: number
}

const none: Options = { i: false, m: false, n: false, s: false, x: false }

const start = '(?<![^])'
const end = '(?![^])'
const word = '[\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}\\u{200c}\\u{200d}]'
const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
const noBoundary = `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`

/** What stands for a place and not for a character. */
const anchors: Readonly<Record<string, string>> = {
  A: start,
  G: start,
  z: end,
  Z: `(?=\\n?${end})`,
  b: boundary,
  B: noBoundary,
}

const character = (code: number, { i }: Options): string => {
  if (!i) return literal(code)
  const cases = casesOf(code)
  return cases.length === 1 ? literal(code) : `[${cases.map(literal).join('')}]`
}

const withOptions = (options: Options, on: string, off: string): Options => {
  const turn = (letters: string, to: boolean) =>
    Array.from(letters, (letter) => [letter, to] as const)
  return { ...options, ...Object.fromEntries([...turn(on, true), ...turn(off, false)]) }
}

const opened = (to: Translation, opening: string, closing = ')', options = to.options): string => {
  to.open.push({ options: to.options, closing })
  to.options = options
  return opening
}

const groupName = (name: string): string => `u_${Buffer.from(name).toString('hex')}`

/** Reads behind an opening bracket. */
const takeGroup = (to: Translation): string => {
  if (peek(to) !== '?') return to.options.n ? opened(to, '(?:') : opened(to, `(?<g_${++to.groups}>`)
  if (takeMatch(to, /\?#[^)]*\)/) !== undefined) return ''
  const plain = takeMatch(to, /\?(?::|=|!|<=|<!)/)
  if (plain !== undefined) return opened(to, `(${plain[0]}`)
  if (takeMatch(to, /\?>/) !== undefined) {
    // An atomic group: looked ahead for, and then taken as it was found.
    const name = `a_${++to.atoms}`
    return opened(to, `(?:(?=(?<${name}>`, `))\\k<${name}>)`)
  }
  const named = takeMatch(to, /\?(?:<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/)
  if (named !== undefined) return opened(to, `(?<${groupName(named[1] ?? named[2] ?? '')}>`)
  const inline = takeMatch(to, /\?([imnsx]*)(?:-([imnsx]*))?([:)])/)
  if (inline === undefined) throw notUnderstood(`(${to.pattern.slice(to.at, to.at + 8)}`)
  const options = withOptions(to.options, inline[1] ?? '', inline[2] ?? '')
  if (inline[3] === ':') return opened(to, '(?:', ')', options)
  to.options = options
  return ''
}

/** Reads behind a backslash. */
const takeBackslash = (to: Translation): string => {
  const anchor = anchors[peek(to)]
  if (anchor !== undefined) {
    to.at++
    return anchor
  }
  const named = takeMatch(to, /k(?:<(\w+)>|'(\w+)')/)
  const name = named?.[1] ?? named?.[2]
  if (name !== undefined) return `\\k<${/^\d+$/.test(name) ? `g_${name}` : groupName(name)}>`
  const back = takeMatch(to, /[1-9]/)?.[0]
  if (back !== undefined) return `\\k<g_${back}>`
  const escaped = takeEscape(to)
  return typeof escaped === 'number' ? character(escaped, to.options) : `[${escaped.set}]`
}

const close = (to: Translation): string => {
  const group = to.open.pop()
  if (group === undefined) throw new SyntaxError('A bracket is closed that was not opened')
  to.options = group.options
  return group.closing
}

const next = (to: Translation): string => {
  const { m, s, x } = to.options
  if (x && takeMatch(to, /\s+|#[^\n]*/) !== undefined) return ''
  const quantifier = takeMatch(to, /(?:[*+?]|\{\d+(?:,\d*)?\})\??/)
  if (quantifier !== undefined) return quantifier[0]
  const code = to.pattern.codePointAt(to.at) ?? 0
  const mark = take(to)
  switch (mark) {
    case '\\':
      return takeBackslash(to)
    case '[':
      return takeClass(to, to.options.i)
    case '(':
      return takeGroup(to)
    case ')':
      return close(to)
    case '|':
      return '|'
    case '.':
      return s ? '[^]' : '[^\\n]'
    case '^':
      return m ? `(?:${start}|(?<=\\n))` : start
    case '$':
      return m ? `(?:${end}|(?=\\n))` : `(?=\\n?${end})`
    default:
      to.at += String.fromCodePoint(code).length - 1
      return character(code, to.options)
  }
}

/**
 * An expression as .NET reads it, which is what EventStoreDB's filters are written in: Unicode sets, `$` before a last
 * line end, inline options, `\A` and `\z`, atomic groups, class subtraction. Throws SyntaxError on what is no expression,
 * and on balancing groups, conditions and Unicode blocks, which JavaScript can't say.
 */
export const dotnetRegExp = (pattern: string): RegExp => {
  const to: Translation = { pattern, at: 0, options: none, open: [], groups: 0, atoms: 0 }
  let source = ''
  while (to.at < pattern.length) source += next(to)
  if (to.open.length > 0) throw new SyntaxError('A bracket is not closed')
  return new RegExp(source, 'v')
}
