import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Failure } from '../../platform/errors/problem.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import type { Plumbing } from '../plumbing.ts'
import { readCredentials } from '../../platform/http/credentials.ts'
import { headerOf } from './header.ts'
import { addressOf, countRequest, type Limit } from './rate-limit.ts'
import { requestValue } from './request-value.ts'
import { sendProblem } from './send-problem.ts'

/** Who may call a route: whoever is signed in, or anybody; and anybody who tries a secret is counted strictly. */
export type Access = 'signed-in' | 'anonymous' | 'attempt'

const principals = requestValue<Principal>()

/** Nothing for a caller who did not have to sign in. */
export const principalOf = (request: FastifyRequest): Principal | undefined =>
  principals.find(request)

const nothingShown: Failure = {
  code: 'UNAUTHENTICATED',
  detail: 'Send a bearer token in Authorization, or X-API-Key.',
}

const identify = async (
  { authenticate }: Plumbing,
  request: FastifyRequest,
): Promise<Principal | Failure> => {
  const credentials = readCredentials({
    authorization: headerOf(request, 'authorization'),
    apiKey: headerOf(request, 'x-api-key'),
  })
  if (credentials === undefined) return nothingShown
  return 'code' in credentials ? credentials : authenticate(credentials)
}

const addressLimit = ({ config }: Plumbing, ip: string, access: Access): Limit =>
  access === 'attempt'
    ? { name: `attempt:${addressOf(ip)}`, perMinute: config.rateLimitLoginPerMinute }
    : { name: `address:${addressOf(ip)}`, perMinute: config.rateLimitAnonymousPerMinute }

const callerLimit = ({ config }: Plumbing, { actor }: Principal): Limit => ({
  name: `${actor.kind}:${actor.id}`,
  perMinute: config.rateLimitPerMinute,
})

/** Identifies the caller and counts the request: against the caller, or against the address of one who is nobody. */
export const admit =
  (plumbing: Plumbing, access: Access) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const identified = access === 'signed-in' ? await identify(plumbing, request) : undefined
    const known = identified !== undefined && !('code' in identified)
    const limit = known
      ? callerLimit(plumbing, identified)
      : addressLimit(plumbing, request.ip, access)
    const exceeded = await limited(plumbing, reply, limit)
    if (exceeded !== undefined) return sendProblem(reply, exceeded)
    if (known) principals.set(request, identified)
    else if (identified !== undefined) return sendProblem(reply, identified)
    return undefined
  }

/** Without an answer from the cache nobody is held up: limits protect the hub, they are not its purpose. */
const limited = async (
  { cache, logger }: Plumbing,
  reply: FastifyReply,
  limit: Limit,
): Promise<Failure | undefined> => {
  try {
    const { exceeded, headers } = await countRequest(cache, limit)
    reply.headers(headers)
    return exceeded
      ? { code: 'RATE_LIMITED', detail: `${limit.perMinute} requests a minute are allowed here.` }
      : undefined
  } catch (error) {
    logger.warn({ err: error }, 'rate limits are not counted')
    return undefined
  }
}
