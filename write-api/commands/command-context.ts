import type { FastifyRequest } from 'fastify'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import { agentOf } from '../../platform/http/agent.ts'
import { causalityOf } from '../../platform/http/causality.ts'
import { headerOf } from '../../platform/http/header.ts'

/** Somebody who has not signed in. */
const nobody = { actor: { kind: 'user', id: 'anonymous' }, scopes: [] } as const

/** What a command may know of the request that it stands for. */
export const contextOf = (
  request: FastifyRequest,
  principal: Principal | undefined,
  commandId: string,
): CommandContext & { readonly traceparent: string } => {
  const { actor, scopes } = principal ?? nobody
  const { correlationId, traceparent } = causalityOf(request)
  return {
    actor,
    scopes,
    ...(principal?.organisation === undefined ? {} : { organisation: principal.organisation }),
    ...(principal?.subscriptionKeyId === undefined
      ? {}
      : { subscriptionKeyId: principal.subscriptionKeyId }),
    commandId,
    correlationId,
    causationId: request.id,
    traceparent,
    agent: agentOf(headerOf(request, 'user-agent')),
    ...(principal?.sessionId === undefined ? {} : { sessionId: principal.sessionId }),
  }
}
