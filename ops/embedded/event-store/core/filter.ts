import { dotnetRegExp } from '../regex/dotnet.ts'
import { streamOf, typeOf } from '../store/record.ts'

/** Which records of the log a reader wants. */
export type Filter = (bytes: Buffer) => boolean

export type FilterWish =
  | { readonly on: 'stream' | 'type'; readonly prefixes: readonly string[] }
  | { readonly on: 'stream' | 'type'; readonly regex: string }

/** What `$all` does not show, filtered or not: what groups to `$all` write about themselves. */
export const isShown = (bytes: Buffer): boolean => {
  const stream = streamOf(bytes)
  return (
    !stream.startsWith('$persistentsubscription-$all::') ||
    !(stream.endsWith('-checkpoint') || stream.endsWith('-parked'))
  )
}

const isNamed = (wish: FilterWish): ((name: string) => boolean) => {
  if ('regex' in wish) {
    const regex = dotnetRegExp(wish.regex)
    return (name) => regex.test(name)
  }
  const { prefixes } = wish
  return (name) => prefixes.some((prefix) => name.startsWith(prefix))
}

/** Throws SyntaxError on an expression that can't be used. */
export const createFilter = (wish: FilterWish): Filter => {
  const subject = wish.on === 'stream' ? streamOf : typeOf
  const wanted = isNamed(wish)
  return (bytes) => wanted(subject(bytes)) && isShown(bytes)
}
