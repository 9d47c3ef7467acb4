import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Answer } from '../../commands/agents/circuits/answer.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import { principalOf } from '../../platform/http/admit.ts'
import { sendProblem } from '../../platform/http/send-problem.ts'
import { contextOf } from '../commands/command-context.ts'
import { documentOf, type RouteDocument } from '../commands/route.ts'
import { gate } from '../http/gate.ts'
import type { Mount } from '../mount.ts'
import type { Plumbing } from '../plumbing.ts'

/** A question whose matter is too long for a URL: a POST that changes nothing, and may be repeated at will. */
export type QuestionRoute<Body extends z.ZodType, View extends object> = RouteDocument & {
  readonly path: string
  readonly scope: string
  readonly body: Body
  readonly example: z.input<Body>
  readonly answer: z.ZodType<View>
  /** Requests with bodies above so many bytes are refused. */
  readonly bodyLimit: number
  readonly ask: (
    plumbing: Plumbing,
    context: CommandContext,
    body: z.output<Body>,
  ) => Promise<Answer<View>>
}

export const mountQuestion = <Body extends z.ZodType, View extends object>(
  route: QuestionRoute<Body, View>,
): Mount => {
  const { operationId, path, scope, example, bodyLimit } = route
  return {
    document: {
      ...documentOf(route),
      ...{ kind: 'question', route: `POST ${path}` },
      ...{ access: 'signed-in', scope, example, status: 200 },
      ...{ precondition: 'none', waits: false, located: false },
    },
    on: (app, plumbing) => {
      app.route({
        method: 'POST',
        url: path,
        bodyLimit,
        schema: {
          operationId,
          querystring: z.strictObject({}),
          body: route.body,
          response: { 200: route.answer },
        },
        onRequest: [...gate(plumbing, 'signed-in')],
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          const context = contextOf(request, principalOf(request), request.id)
          // The validator compiler has replaced the body by what its schema made of it.
          const answer = await route.ask(plumbing, context, request.body as z.output<Body>)
          if (answer.kind === 'failed') return sendProblem(reply, answer.failure)
          return reply.header('cache-control', 'private, no-store').send(answer.view)
        },
      })
    },
  }
}
