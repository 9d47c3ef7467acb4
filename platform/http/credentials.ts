import type { Principal } from '../auth/principal.ts'
import type { Failure } from '../errors/problem.ts'

export type Credentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'apiKey'; readonly key: string }

/** Who stands behind a credential, or why nobody does (UNAUTHENTICATED, TOKEN_EXPIRED). */
export type Authenticate = (credentials: Credentials) => Promise<Principal | Failure>

const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i
/** Longer than any token or key of the hub; nothing longer is looked at. */
const maxLength = 4096

const refused = (detail: string): Failure => ({ code: 'UNAUTHENTICATED', detail })

/** The credential that was shown; undefined when none was; a failure when it can be none of the hub's. */
export const readCredentials = (shown: {
  readonly authorization: string | undefined
  readonly apiKey: string | undefined
}): Credentials | Failure | undefined => {
  const { authorization, apiKey } = shown
  if (authorization !== undefined && apiKey !== undefined)
    return refused('Send a bearer token or an API key, not both.')
  if ((authorization ?? apiKey ?? '').length > maxLength)
    return refused('The credential is too long to be one of the hub’s.')
  if (apiKey !== undefined) return { kind: 'apiKey', key: apiKey }
  if (authorization === undefined) return undefined
  const token = bearer.exec(authorization)?.[1]
  return token === undefined
    ? refused('The hub knows the Bearer scheme alone.')
    : { kind: 'bearer', token }
}
