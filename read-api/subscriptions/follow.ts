import type { WebSocket } from '@fastify/websocket'
import type { FastifyRequest } from 'fastify'
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql'
import { type ConnectionInitMessage, makeServer } from 'graphql-ws'
import { causalityOf } from '../../platform/http/causality.ts'
import type { Positions } from '../../platform/positions/positions.ts'
import { extensionsOf } from '../engine/call.ts'
import { errorsOf, formatError, type Stage } from '../errors/format.ts'
import { queryError } from '../errors/query-error.ts'
import { meet } from '../freshness/at-least.ts'
import { parametersOfBody } from '../http/parameters.ts'
import type { Limits } from '../limits/limits.ts'
import type { Caller } from '../view/caller.ts'
import { openView, type ViewSource } from '../view/view.ts'
import { type Prepared, prepare } from './prepare.ts'
import { signIn, type SignInOptions } from './session.ts'
import { carry, type SocketExtra } from './socket.ts'
import { streamOf } from './stream.ts'

export type FollowOptions = SignInOptions & {
  readonly schema: GraphQLSchema
  readonly limits: Limits
  readonly positions: Positions
  readonly source: ViewSource
}

const subscriptionsPerConnection = 100

const errorsFrom = (thrown: unknown): readonly GraphQLError[] =>
  errorsOf(thrown) ?? [
    new GraphQLError('', { originalError: thrown instanceof Error ? thrown : new Error('thrown') }),
  ]

/** Serves subscriptions by graphql-transport-ws. What a connection follows ends with it. */
export const createFollow = (options: FollowOptions) => {
  const { schema, limits, positions, source } = options
  const stream = async (caller: Caller, { args, cost, demand }: Prepared) => {
    const first = { view: openView(source, caller, await meet(demand, positions)) }
    return streamOf(
      args,
      {
        first,
        // What was told of was committed before: one look at the rows suffices.
        at: async ({ position }) => ({
          view: openView(source, caller, await positions.reach(position, 0)),
        }),
      },
      (result, { view }) => ({ ...result, extensions: extensionsOf(view.freshness, cost) }),
    )
  }

  return (socket: WebSocket, request: FastifyRequest): void => {
    const { log: logger } = request
    const report = (error: unknown): void => logger.error({ err: error }, 'subscription failed')
    const format = (stage: Stage) => (error: GraphQLError) =>
      formatError(error, stage, causalityOf(request).traceId, report)
    const prepared = new WeakMap<DocumentNode, Prepared>()
    let caller: Caller = { kind: 'anonymous' }

    const server = makeServer<ConnectionInitMessage['payload'], SocketExtra>({
      onConnect: async ({ extra, connectionParams }) => {
        const found = await signIn(options, extra, connectionParams)
        if (found !== undefined) caller = found
        return found !== undefined
      },
      onSubscribe: ({ subscriptions }, _id, payload) => {
        if (Object.keys(subscriptions).length > subscriptionsPerConnection)
          return [queryError('RATE_LIMITED', 'Too many subscriptions on one connection.')]
        try {
          const ready = prepare(schema, limits, parametersOfBody(payload))
          if (ready.kind === 'refused') return ready.errors
          prepared.set(ready.args.document, ready)
          return ready.args
        } catch (error) {
          return errorsFrom(error)
        }
      },
      subscribe: async ({ document }) => {
        const ready = prepared.get(document)
        try {
          if (ready === undefined) throw new Error('a subscription that nobody prepared')
          return await stream(caller, ready)
        } catch (error) {
          return { errors: errorsFrom(error) }
        }
      },
      onNext: (_ctx, _id, _payload, _args, { data, errors, extensions }) => ({
        ...(errors === undefined ? {} : { errors: errors.map(format('execution')) }),
        data: data ?? null,
        ...(extensions === undefined ? {} : { extensions }),
      }),
      onError: (_ctx, _id, _payload, errors) => errors.map(format('request')),
    })
    carry(server, { socket, headers: request.headers }, logger)
  }
}
