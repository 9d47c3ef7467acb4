import type { FastifyRequest } from 'fastify'
import type { Failure } from '../../platform/errors/problem.ts'
import { headerOf } from '../../platform/http/header.ts'
import { preconditionOf, type Precondition } from './entity-tag.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'

export type CommandHeaders = { readonly key: string; readonly precondition: Precondition }

/** The headers that decide how a command is executed, or what is wrong with them. */
export const commandHeadersOf = (
  request: FastifyRequest,
  rule: 'required' | 'accepted' | undefined,
): CommandHeaders | Failure => {
  const key = idempotencyKeyOf(headerOf(request, 'idempotency-key'))
  if (typeof key !== 'string') return key
  const precondition = preconditionOf(headerOf(request, 'if-match'))
  if ('code' in precondition) return precondition
  if (rule === 'required' && precondition.kind === 'none')
    return {
      code: 'PRECONDITION_REQUIRED',
      detail: 'Send the ETag of the state that this change is based on in If-Match.',
    }
  // Nothing exists yet that If-Match could match (RFC 9110, 13.1.1).
  if (rule === undefined && precondition.kind !== 'none')
    return { code: 'PRECONDITION_FAILED', detail: 'This operation changes no state with an ETag.' }
  return { key, precondition }
}
