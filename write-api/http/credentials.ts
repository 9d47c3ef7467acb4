import type { Failure } from '../../platform/errors/problem.ts'
import { headerOf } from './header.ts'

export type Credentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'apiKey'; readonly key: string }

const bearerForm = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i
/** Longer than any token or key of the hub; nothing longer is looked at. */
const maxLength = 4096

const unauthenticated = (detail: string): Failure => ({ code: 'UNAUTHENTICATED', detail })

/** The one credential that a request shows, or why it shows none. */
export const credentialsOf = (request: {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}): Credentials | Failure => {
  const authorization = headerOf(request, 'authorization')
  const key = headerOf(request, 'x-api-key')
  if (authorization !== undefined && key !== undefined)
    return unauthenticated('Send a bearer token or an API key, not both.')
  if ((authorization ?? key ?? '').length > maxLength)
    return unauthenticated('The credential is too long to be one of the hub’s.')
  if (key !== undefined) return { kind: 'apiKey', key }
  if (authorization === undefined)
    return unauthenticated('Send a bearer token in Authorization, or X-API-Key.')
  const token = bearerForm.exec(authorization)?.[1]
  return token === undefined
    ? unauthenticated('The hub knows the Bearer scheme alone.')
    : { kind: 'bearer', token }
}
