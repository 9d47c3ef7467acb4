/** The two media types of GraphQL over HTTP. */
export type MediaType = 'application/graphql-response+json' | 'application/json'

const graphql: MediaType = 'application/graphql-response+json'
const json: MediaType = 'application/json'

type Range = { readonly type: string; readonly quality: number }

const rangesOf = (accept: string): readonly Range[] =>
  accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) }
  })

/** The quality that the most specific matching range gives, 0 when none matches. */
const qualityOf = (ranges: readonly Range[], type: MediaType): number => {
  for (const wanted of [type, 'application/*', '*/*']) {
    const range = ranges.find((candidate) => candidate.type === wanted)
    if (range !== undefined) return range.quality
  }
  return 0
}

/**
 * The newer type only for those who name it and like it at least as well: to an old client, and to one that takes
 * anything, the answer is application/json. Undefined: neither is acceptable.
 */
export const negotiate = (accept: string | undefined): MediaType | undefined => {
  if (accept === undefined || accept.trim() === '') return json
  const ranges = rangesOf(accept)
  const named = ranges.some(({ type }) => type === graphql)
  const forGraphql = named ? qualityOf(ranges, graphql) : 0
  const forJson = qualityOf(ranges, json)
  if (forGraphql > 0 && forGraphql >= forJson) return graphql
  return forJson > 0 ? json : undefined
}
