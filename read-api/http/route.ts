import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Doorkeeping } from '../../platform/http/admit.ts'
import { causalityOf } from '../../platform/http/causality.ts'
import { failureOf } from '../../platform/http/failure.ts'
import { headerOf } from '../../platform/http/header.ts'
import type { Positions } from '../../platform/positions/positions.ts'
import { extensionsOf, newCall, type Call } from '../engine/call.ts'
import type { Execute } from '../engine/engine.ts'
import { traced } from '../engine/traced.ts'
import { formatError } from '../errors/format.ts'
import { failureError } from '../errors/query-error.ts'
import { type Answer, mediaTypeOf, refusal, send } from './answer.ts'
import { refuseEmbedding } from './cross-site.ts'
import { callerOf } from './caller-of.ts'
import { negotiate } from './media-type.ts'
import { type Parameters, parametersOfBody, parametersOfQueryString } from './parameters.ts'

export type RouteOptions = Doorkeeping & {
  readonly execute: Execute
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
  const { traceId } = causalityOf(request)
  const report = (error: unknown): void => request.log.error({ err: error }, 'resolver failed')
  return {
    ...(errors === undefined
      ? {}
      : { errors: errors.map((error) => formatError(error, 'execution', traceId, report)) }),
    data: data ?? null,
    extensions: extensionsOf(call.freshness, call.cost, call.asOf),
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
    const parameters = read()
    const own = newCall(
      callerOf(request),
      parameters.operationName,
      request.method === 'GET' ? 'GET' : 'POST',
    )
    call = own
    return await traced(own, causalityOf(request).traceparent, () =>
      run(options, request, parameters, own),
    )
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
    app.addHook('onRequest', async (request, reply) => {
      const failure = await admit(options, 'anybody', request, reply)
      if (failure !== undefined) throw failureError(failure)
    })
    app.setErrorHandler(async (error, request, reply) => {
      const failure = failureOf(error, request.routeOptions.bodyLimit)
      const thrown = failure === undefined ? error : failureError(failure)
      const media = negotiate(headerOf(request, 'accept')) ?? 'application/json'
      return send(reply, await refused(options, request, thrown, undefined), media)
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
