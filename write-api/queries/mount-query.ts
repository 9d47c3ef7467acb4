import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { ReadOutcome } from '../../commands/shared/read.ts'
import { contextOf } from '../commands/command-context.ts'
import { entityTag, noneMatchCovers } from '../commands/entity-tag.ts'
import { standing } from '../commands/answer-command.ts'
import { Standing } from '../commands/responses.ts'
import { documentOf, type RouteDocument } from '../commands/route.ts'
import { principalOf } from '../../platform/http/admit.ts'
import { gate } from '../http/gate.ts'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem, type Headers } from '../../platform/http/send-problem.ts'
import type { Mount } from '../mount.ts'
import type { Plumbing } from '../plumbing.ts'

/** The state of one aggregate, straight from the log: never older than the last answer to a command. */
export type QueryRoute<Params extends z.ZodType, View extends object> = RouteDocument & {
  readonly path: string
  readonly params: Params
  readonly answer: z.ZodObject
  /** Default: who is signed in. */
  readonly access?: 'anonymous'
  /** Keys of subscriptions are let in, too. */
  readonly takesAppKeys?: boolean
  readonly read: (
    plumbing: Plumbing,
    context: CommandContext,
    params: z.output<Params>,
  ) => Promise<ReadOutcome<View>>
  /** Holds the answer back for as long as the caller would (`Prefer: wait`); answers the headers that say so. */
  readonly wait?: (
    plumbing: Plumbing,
    request: FastifyRequest,
    context: CommandContext,
    params: z.output<Params>,
  ) => Promise<Headers>
}

const handler =
  <Params extends z.ZodType, View extends object>(
    route: QueryRoute<Params, View>,
    plumbing: Plumbing,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // The validator compiler has replaced the parameters by what their schema made of them.
    const params = request.params as z.output<Params>
    const context = contextOf(request, principalOf(request), request.id)
    const waited = await route.wait?.(plumbing, request, context, params)
    const outcome = await route.read(plumbing, context, params)
    if (outcome.kind === 'failed') return sendProblem(reply, outcome.failure)
    const { view, revision, position } = outcome
    reply.headers({
      etag: entityTag(revision),
      'x-position': position.toString(),
      'cache-control': 'private, no-cache',
      vary: 'authorization, x-api-key',
      ...waited,
    })
    return noneMatchCovers(headerOf(request, 'if-none-match'), revision)
      ? reply.code(304).send()
      : reply.send({ ...view, ...standing(outcome) })
  }

export const mountQuery = <Params extends z.ZodType, View extends object>(
  route: QueryRoute<Params, View>,
): Mount => {
  const { operationId, access = 'signed-in' } = route
  return {
    document: {
      ...documentOf(route),
      kind: 'query',
      route: `GET ${route.path}`,
      access,
      status: 200,
      precondition: 'none',
      waits: route.wait !== undefined,
      located: false,
    },
    on: (app, plumbing) => {
      app.route({
        method: 'GET',
        url: route.path,
        schema: {
          operationId,
          params: route.params,
          querystring: z.strictObject({}),
          response: { 200: z.object({ ...route.answer.shape, ...Standing.shape }) },
        },
        onRequest: [...gate(plumbing, access, route.takesAppKeys)],
        handler: handler(route, plumbing),
      })
    },
  }
}
