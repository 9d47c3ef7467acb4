import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { frameworkFailure } from '../../platform/http/failure.ts'
import type { Authenticate } from '../../platform/http/credentials.ts'
import { traceIdOf } from '../../platform/http/trace-id.ts'
import type { Positions } from '../../platform/positions/positions.ts'
import { extensionsOf, newCall, type Call } from '../engine/call.ts'
import type { Execute } from '../engine/engine.ts'
import { traced } from '../engine/traced.ts'
import { formatError } from '../errors/format.ts'
import { queryError } from '../errors/query-error.ts'
import { type Answer, mediaTypeOf, refusal, send } from './answer.ts'
import { refuseEmbedding } from './cross-site.ts'
import { credentialsIn, identify, shownIn } from './identify.ts'
import { type Parameters, parametersOfBody, parametersOfQueryString } from './parameters.ts'

export type RouteOptions = {
  readonly execute: Execute
  readonly authenticate: Authenticate
  readonly positions: Positions
  /** Takes over a connection that is upgraded to a WebSocket. */
  readonly follow: (socket: WebSocket, request: FastifyRequest) => void
}

const path = '/graphql'

/** Variables are data, not programs: those go to the command API. */
const bodyLimit = 256 * 1024

const run = async (
  { execute }: RouteOptions,
  request: FastifyRequest,
  parameters: Parameters,
  call: Call,
): Promise<Answer> => {
  const { data, errors } = await execute(parameters, call)
  const traceId = traceIdOf(request)
  const report = (error: unknown): void => request.log.error({ err: error }, 'resolver failed')
  return {
    ...(errors === undefined
      ? {}
      : { errors: errors.map((error) => formatError(error, 'execution', traceId, report)) }),
    data: data ?? null,
    extensions: extensionsOf(call.freshness, call.cost),
  }
}

/** Refused queries say too how fresh an answer would have been; not even that may fail them twice. */
const refused = async (
  { positions }: RouteOptions,
  request: FastifyRequest,
  thrown: unknown,
  call: Call | undefined,
): Promise<Answer> => {
  const known = call?.freshness ?? (await positions.current().catch(() => undefined))
  return refusal(request, thrown, extensionsOf(known, call?.cost ?? 0))
}

const answerTo = async (
  options: RouteOptions,
  request: FastifyRequest,
  read: () => Parameters,
): Promise<Answer> => {
  let call: Call | undefined
  try {
    const caller = await identify(options.authenticate, credentialsIn(shownIn(request.headers)))
    const parameters = read()
    const own = newCall(caller, parameters.operationName, request.method === 'GET' ? 'GET' : 'POST')
    call = own
    return await traced(own, () => run(options, request, parameters, own))
  } catch (error) {
    return refused(options, request, error, call)
  }
}

const serve = async (
  options: RouteOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  read: () => Parameters,
): Promise<FastifyReply> => {
  const media = mediaTypeOf(request)
  return send(reply, await answerTo(options, request, read), media)
}

/** GET and POST /graphql as the specification of GraphQL over HTTP has them; one query per request. */
export const graphqlRoutes =
  (options: RouteOptions) =>
  (app: FastifyInstance): Promise<void> => {
    // A form or text could be sent by any page without asking; JSON could not.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit },
      app.getDefaultJsonParser('error', 'error'),
    )
    app.setErrorHandler(async (error, request, reply) => {
      const failure = frameworkFailure(error)
      const thrown = failure === undefined ? error : queryError(failure.code, failure.detail)
      const answer = refusal(request, thrown)
      return send(reply, answer, 'application/json')
    })
    app.post(path, { bodyLimit }, (request, reply) =>
      serve(options, request, reply, () => parametersOfBody(request.body)),
    )
    app.route({
      method: 'GET',
      url: path,
      exposeHeadRoute: false,
      handler: (request, reply) =>
        serve(options, request, reply, () => {
          refuseEmbedding(request.headers)
          return parametersOfQueryString(request.query)
        }),
      wsHandler: options.follow,
    })
    return Promise.resolve()
  }
