/** Longer runs of letters or digits count as several tokens. */
const longest = 4
const pieces = new RegExp(`[\\p{L}\\p{M}\\p{N}]{1,${longest}}|[^\\s\\p{L}\\p{M}\\p{N}]`, 'gu')

/** A text as the local provider counts it: letters and digits by fours, every other mark by itself, spaces not at all. */
export const tokensOf = (text: string): readonly { readonly end: number }[] =>
  Array.from(text.matchAll(pieces), ({ index, 0: piece }) => ({ end: index + piece.length }))

export const countTokens = (text: string): number => tokensOf(text).length

/** The text up to so many tokens. */
export const firstTokens = (text: string, most: number): string => {
  const tokens = tokensOf(text)
  return tokens.length <= most ? text : text.slice(0, tokens[most - 1]?.end ?? 0)
}
