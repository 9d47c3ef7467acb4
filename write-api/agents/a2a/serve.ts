import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readAgent } from '../../../commands/agents/agents/read-agent.ts'
import { principalOf } from '../../../platform/http/admit.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { contextOf } from '../../commands/command-context.ts'
import { gate } from '../../http/gate.ts'
import type { Plumbing } from '../../plumbing.ts'
import { Id } from '../../shapes.ts'
import { cardOf, hubCard, hubPath } from './card.ts'
import type { Dialect } from './dialect.ts'
import { dialect03 } from './dialect-0-3.ts'
import { dialect10 } from './dialect-1-0.ts'
import { perform } from './perform.ts'
import { rpcCodes, rpcError, RpcRequest, type RpcAnswer, type RpcError } from './rpc.ts'

/** Far above any message that is read. */
const largest = 262_144

const dialects: readonly Dialect[] = [dialect10, dialect03]

const failed = (id: RpcAnswer['id'], error: RpcError): RpcAnswer => ({ jsonrpc: '2.0', id, error })

/** A call of the protocol, answered in the version that it was made in. */
const answer = async (
  plumbing: Plumbing,
  request: FastifyRequest,
  agentId: string | undefined,
): Promise<RpcAnswer> => {
  let body: unknown
  try {
    body = JSON.parse(String(request.body))
  } catch {
    return failed(null, rpcError(rpcCodes.parse, 'Parse error'))
  }
  const call = RpcRequest.safeParse(body)
  if (!call.success) return failed(null, rpcError(rpcCodes.invalidRequest, 'Invalid request'))
  const { id, method, params } = call.data
  const dialect = dialects.find(({ methods }) => Object.hasOwn(methods, method))
  const read = dialect?.methods[method]
  if (dialect === undefined || read === undefined)
    return failed(
      id,
      dialects.some(({ unsupported }) => unsupported.includes(method))
        ? rpcError(rpcCodes.unsupported, 'This operation is not supported')
        : method.toLowerCase().includes('pushnotification')
          ? rpcError(rpcCodes.pushNotSupported, 'Push notifications are not supported')
          : rpcError(rpcCodes.methodNotFound, 'Method not found'),
    )
  const asked = read(params)
  if ('error' in asked) return failed(id, asked.error)
  const principal = principalOf(request)
  // A call says nothing of how often it was made: ids of messages and of tasks make it one.
  const about = asked.do === 'send' ? [] : [asked.taskId]
  const commandId = derivedId(principal?.actor.id ?? 'nobody', 'a2a', asked.do, ...about)
  const context = contextOf(request, principal, commandId)
  const done = await perform(plumbing, context, agentId, asked)
  if ('error' in done) return failed(id, done.error)
  const result = asked.do === 'send' ? dialect.sent(done) : dialect.task(done)
  return { jsonrpc: '2.0', id, result }
}

const agentOf = (request: FastifyRequest): string | undefined => {
  const { agentId } = request.params as { readonly agentId?: string }
  return agentId
}

/**
 * Agent2Agent: an interface of its own, with a reference of its own. Agents of an organisation take tasks from whoever
 * may act for it; their cards say so.
 */
export const serveA2A = (app: FastifyInstance, plumbing: Plumbing): void => {
  const { publicUrl } = plumbing.config
  void app.register((scope: FastifyInstance, _options: object, done: () => void) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      (_request, body, parsed) => parsed(null, body),
    )
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const agentId = agentOf(request)
      if (agentId !== undefined && !Id.safeParse(agentId).success)
        return sendProblem(reply, { code: 'NOT_FOUND', detail: 'There is no such agent.' })
      return reply.code(200).send(await answer(plumbing, request, agentId))
    }
    const onRequest = [...gate(plumbing, 'signed-in')]
    for (const url of [hubPath, '/v1/agents/:agentId/a2a'])
      scope.route({ method: 'POST', url, bodyLimit: largest, onRequest, handler })
    scope.route({
      method: 'GET',
      url: '/v1/agents/:agentId/card',
      onRequest,
      handler: async (request, reply) => {
        const agentId = agentOf(request) ?? ''
        const context = contextOf(request, principalOf(request), request.id)
        const outcome = Id.safeParse(agentId).success
          ? await readAgent(plumbing.services, context, agentId)
          : undefined
        if (outcome?.kind !== 'read') {
          const failure = outcome?.failure ?? {
            code: 'NOT_FOUND',
            detail: 'There is no such agent.',
          }
          return sendProblem(reply, failure)
        }
        return reply
          .header('cache-control', 'private, no-cache')
          .send(cardOf(outcome.view, publicUrl))
      },
    })
    scope.route({
      method: 'GET',
      url: '/.well-known/agent-card.json',
      onRequest: [...gate(plumbing, 'anonymous')],
      handler: async (_request, reply) =>
        reply.header('cache-control', 'public, max-age=300').send(hubCard(publicUrl)),
    })
    done()
  })
}
