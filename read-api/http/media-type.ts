import { likingOf } from '../../platform/http/accept.ts'

/** The two media types of GraphQL over HTTP. */
export type MediaType = 'application/graphql-response+json' | 'application/json'

const graphql: MediaType = 'application/graphql-response+json'
const json: MediaType = 'application/json'

/**
 * The newer type only for those who name it and like it at least as well: to an old client, and to one that takes
 * anything, the answer is application/json. Undefined: neither is acceptable.
 */
export const negotiate = (accept: string | undefined): MediaType | undefined => {
  const liking = likingOf(accept)
  const forGraphql = liking.names(graphql) ? liking.of(graphql) : 0
  const forJson = liking.of(json)
  if (forGraphql > 0 && forGraphql >= forJson) return graphql
  return forJson > 0 ? json : undefined
}
