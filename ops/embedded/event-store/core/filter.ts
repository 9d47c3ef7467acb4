import { streamOf, typeOf } from '../store/record.ts'

/** Which records of the log a reader wants. */
export type Filter = (bytes: Buffer) => boolean

export type FilterWish =
  | { readonly on: 'stream' | 'type'; readonly prefixes: readonly string[] }
  | { readonly on: 'stream' | 'type'; readonly regex: string }

/** .NET writes options into the expression where JavaScript has flags. */
const toRegExp = (source: string): RegExp => {
  const inline = /^\(\?([ims]+)\)/.exec(source)
  const flags = inline?.[1] ?? ''
  return new RegExp(source.slice(inline?.[0].length ?? 0), flags)
}

/** Throws SyntaxError on an expression that JavaScript does not know. */
export const createFilter = (wish: FilterWish): Filter => {
  const subject = wish.on === 'stream' ? streamOf : typeOf
  if ('regex' in wish) {
    const regex = toRegExp(wish.regex)
    return (bytes) => regex.test(subject(bytes))
  }
  const { prefixes } = wish
  return (bytes) => {
    const name = subject(bytes)
    return prefixes.some((prefix) => name.startsWith(prefix))
  }
}

/** What an unfiltered `$all` does not show: the bookkeeping of persistent subscriptions to `$all`. */
export const isShown = (bytes: Buffer): boolean =>
  !streamOf(bytes).startsWith('$persistentsubscription-$all::')
