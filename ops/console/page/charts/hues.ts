const hues = 8

/** A colour for each word, in the order in which they first come; after eight the colours begin again. */
export const huesOf = (words: Iterable<string>): ((word: string) => string) => {
  const order = new Map([...new Set(words)].map((word, index) => [word, index % hues]))
  return (word) => `hue-${order.get(word) ?? 0}`
}
