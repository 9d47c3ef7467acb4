/** Leaves from `begin` up to and without `end`. */
export type Span = { readonly begin: number; readonly end: number }

/** A perfect subtree: its height, and its number among those of that height. */
export type Place = { readonly level: number; readonly index: number }

/** The largest power of two below `n`, for n > 1: where RFC 6962 divides a tree of n leaves. */
export const splitOf = (n: number): number => {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** The fewest perfect subtrees that a span is made of, from left to right. */
export const placesOf = ({ begin, end }: Span): readonly Place[] => {
  const places: Place[] = []
  let at = begin
  while (at < end) {
    let [level, width] = [0, 1]
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      level += 1
      width *= 2
    }
    places.push({ level, index: at / width })
    at += width
  }
  return places
}
