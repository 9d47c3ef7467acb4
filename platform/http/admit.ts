import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../auth/principal.ts'
import type { Failure } from '../errors/problem.ts'
import { type Authenticate, type Credentials, readCredentials } from './credentials.ts'
import { headerOf, type HeadersOf } from './header.ts'
import type { Health } from './health.ts'
import type { RateLimit } from './rate-limit.ts'
import { requestValue } from './request-value.ts'

/**
 * Who may call a route: who is signed in; anybody, though a credential that is shown has to be right; anybody, whose
 * credential is not looked at; anybody who tries a secret, counted strictly.
 */
export type Access = 'signed-in' | 'anybody' | 'anonymous' | 'attempt'

export type Doorkeeping = {
  readonly authenticate: Authenticate
  readonly rateLimit: RateLimit
  readonly health: Health
}

const principals = requestValue<Principal>()

/** Nothing for a caller who did not have to sign in. */
export const principalOf = (request: FastifyRequest): Principal | undefined =>
  principals.find(request)

const draining: Failure = { code: 'DRAINING', detail: 'Another process takes the request.' }

const nothingShown: Failure = {
  code: 'UNAUTHENTICATED',
  detail: 'Send a bearer token in Authorization, or X-API-Key.',
}

/** Why somebody is sent away who has the key of a subscription alone: it opens nothing but its app. */
export const refusedAppKey = ({ subscriptionKeyId }: Principal): Failure | undefined =>
  subscriptionKeyId === undefined
    ? undefined
    : { code: 'FORBIDDEN', detail: 'This key runs its app and nothing else.' }

/** The credential in a request's headers, by the rules of `readCredentials`. */
export const credentialsOf = (request: HeadersOf): Credentials | Failure | undefined =>
  readCredentials({
    authorization: headerOf(request, 'authorization'),
    apiKey: headerOf(request, 'x-api-key'),
  })

const identify = async (
  authenticate: Authenticate,
  request: FastifyRequest,
  access: Access,
): Promise<Principal | Failure | undefined> => {
  if (access === 'anonymous' || access === 'attempt') return undefined
  const shown = credentialsOf(request)
  if (shown === undefined) return access === 'signed-in' ? nothingShown : undefined
  return 'code' in shown ? shown : authenticate(shown)
}

/**
 * Identifies the caller and counts the request: against the caller, or against the address of one who is nobody. Answers
 * why the request goes no further: DRAINING, RATE_LIMITED, UNAUTHENTICATED, TOKEN_EXPIRED, or FORBIDDEN for the key of a
 * subscription where it `takesAppKeys` to be let in.
 */
export const admit = async (
  { authenticate, rateLimit, health }: Doorkeeping,
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  takesAppKeys = false,
): Promise<Failure | undefined> => {
  // A draining process takes nothing new.
  if (health.draining()) return draining
  const found = await identify(authenticate, request, access)
  const known = found !== undefined && !('code' in found)
  const { failure, headers } = known
    ? await rateLimit.caller(found)
    : await rateLimit.address(request.ip, access === 'attempt' ? 'attempt' : 'request')
  reply.headers(headers)
  if (failure !== undefined) return failure
  const refused = known && !takesAppKeys ? refusedAppKey(found) : undefined
  if (refused !== undefined) return refused
  if (known) principals.set(request, found)
  return known ? undefined : found
}
