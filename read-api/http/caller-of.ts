import type { FastifyRequest } from 'fastify'
import { principalOf } from '../../platform/http/admit.ts'
import type { Caller } from '../view/caller.ts'

/** Who stands behind a request that was let in. */
export const callerOf = (request: FastifyRequest): Caller => {
  const principal = principalOf(request)
  return principal === undefined ? { kind: 'anonymous' } : { kind: 'known', principal }
}
