import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CommandContext } from '../../commands/shared/context.ts'
import { principalOf } from '../../platform/http/admit.ts'
import { contextOf } from '../commands/command-context.ts'
import { documentOf, type RouteDocument } from '../commands/route.ts'
import { gate } from '../http/gate.ts'
import type { Mount } from '../mount.ts'
import type { Plumbing } from '../plumbing.ts'

/** Content that is no JSON, as a resource for who is signed in. */
export type DownloadRoute<Params extends z.ZodType> = RouteDocument & {
  readonly path: string
  readonly params: Params
  readonly scope: string
  /** That the content may have. */
  readonly types: readonly string[]
  readonly send: (
    plumbing: Plumbing,
    request: FastifyRequest,
    reply: FastifyReply,
    context: CommandContext,
    params: z.output<Params>,
  ) => Promise<FastifyReply>
}

export const mountDownload = <Params extends z.ZodType>(route: DownloadRoute<Params>): Mount => {
  const { operationId, path, params, scope, types, send } = route
  return {
    document: {
      ...documentOf(route),
      kind: 'query',
      route: `GET ${path}`,
      access: 'signed-in',
      scope,
      status: 200,
      precondition: 'none',
      waits: false,
      located: false,
      download: { types },
    },
    on: (app, plumbing) => {
      app.route({
        method: 'GET',
        url: path,
        schema: { operationId, params, querystring: z.strictObject({}) },
        onRequest: [...gate(plumbing, 'signed-in', false, types)],
        handler: async (request, reply) => {
          const context = contextOf(request, principalOf(request), request.id)
          // The validator compiler has replaced the parameters by what their schema made of them.
          const given = request.params as z.output<Params>
          return send(plumbing, request, reply, context, given)
        },
      })
    },
  }
}
