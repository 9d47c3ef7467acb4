/** A part of a text: from one place in it up to, and without, another. */
export type Chunk = { readonly from: number; readonly to: number }

/** Characters. What is at the edge of one chunk stands in the next as well, so that nothing is cut in two for good. */
const longest = 1_000
const overlap = 150
/** A chunk ends rather where a paragraph does, then a line, a sentence, a word; but not before half of it. */
const ends = [/\n\s*\n/g, /\n/g, /[.!?]\s/g, /\s/g] as const

/** Divides a text for embedding. Every character that is no space at an edge stands in some chunk; the same text gives the same. */
export const chunksOf = (text: string): readonly Chunk[] => {
  const chunks: Chunk[] = []
  for (let from = 0; from < text.length; ) {
    const to = endOf(text, from)
    if (text.slice(from, to).trim() !== '') chunks.push({ from, to })
    if (to >= text.length) break
    from = wordBefore(text, to - overlap, from + 1)
  }
  return chunks
}

const endOf = (text: string, from: number): number => {
  const limit = from + longest
  if (limit >= text.length) return text.length
  const half = from + longest / 2
  for (const end of ends) {
    const last = [...text.slice(half, limit).matchAll(end)].at(-1)
    if (last !== undefined) return half + last.index + last[0].length
  }
  return wholeCharacter(text, limit)
}

/** The beginning of a word at or after a place, but not further on than the overlap reaches. */
const wordBefore = (text: string, at: number, least: number): number => {
  const from = Math.max(at, least)
  const space = text.slice(from, from + overlap).search(/\s/)
  return wholeCharacter(text, space === -1 ? from : from + space + 1)
}

/** Not between the halves of a surrogate pair. */
const wholeCharacter = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}
