import { splitOf, type Span } from './span.ts'

const pathOf = (index: number, { begin, end }: Span): readonly Span[] => {
  if (end - begin <= 1) return []
  const middle = begin + splitOf(end - begin)
  const [left, right] = [
    { begin, end: middle },
    { begin: middle, end },
  ]
  return index < middle ? [...pathOf(index, left), right] : [...pathOf(index, right), left]
}

/** The subtrees whose hashes prove that leaf `index` is in the tree of `size` leaves: RFC 6962, 2.1.1. */
export const inclusionSpans = (index: number, size: number): readonly Span[] => {
  if (index < 0 || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  return pathOf(index, { begin: 0, end: size })
}

/** `known`: the verifier has the hash of the left part already, for it is the old tree's root. */
const oldWithin = (old: number, { begin, end }: Span, known: boolean): readonly Span[] => {
  if (old === end) return known ? [] : [{ begin, end }]
  const middle = begin + splitOf(end - begin)
  const [left, right] = [
    { begin, end: middle },
    { begin: middle, end },
  ]
  return old <= middle
    ? [...oldWithin(old, left, known), right]
    : [...oldWithin(old, right, false), left]
}

/** The subtrees whose hashes prove that the tree of `from` leaves is the beginning of that of `to`: RFC 6962, 2.1.2. */
export const consistencySpans = (from: number, to: number): readonly Span[] => {
  if (from < 0 || from > to) throw new RangeError(`no tree of ${from} in a tree of ${to}`)
  return from === 0 ? [] : oldWithin(from, { begin: 0, end: to }, true)
}
