import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askModel, askModelWith } from '../../../commands/agents/calls/ask-model.ts'
import { allows } from '../../../commands/shared/context.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { problemOf } from '../../../platform/errors/problem.ts'
import { principalOf } from '../../../platform/http/admit.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { contextOf } from '../../commands/command-context.ts'
import { commandHeadersOf } from '../../commands/command-headers.ts'
import { gate } from '../../http/gate.ts'
import type { Mount } from '../../mount.ts'
import type { Plumbing } from '../../plumbing.ts'
import { askExample, askProblems, bodyLimit } from './asking.ts'

const type = 'text/event-stream'

/** One event of the stream (HTML standard, server-sent events); JSON has no line breaks of its own. */
const written = (event: string, data: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

const handler =
  ({ services }: Plumbing) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const headers = commandHeadersOf(request, undefined)
    if ('code' in headers) return sendProblem(reply, headers)
    const principal = principalOf(request)
    // The same key asks the same question, whether its answer is streamed or not.
    const commandId = derivedId(principal?.actor.id ?? '', askModel.name, headers.key)
    const context = contextOf(request, principal, commandId)
    // Before the stream begins: afterwards there is no status left to say it with.
    if (!allows(context, askModel.scope)) {
      const detail = `This takes the scope ${askModel.scope}.`
      return sendProblem(reply, { code: 'FORBIDDEN', detail })
    }
    reply.hijack()
    const { raw } = reply
    // What the hooks have said goes by itself only with what fastify sends.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
    const tell = (event: string, data: unknown): void => {
      if (!raw.destroyed) raw.write(written(event, data))
    }
    const streamed = askModelWith({
      onAttempt: (routeId) => tell('attempt', { routeId }),
      onText: (text) => tell('text', { text }),
    })
    try {
      const outcome = await execute(services, streamed, request.body, context)
      if (outcome.kind === 'done') tell('answer', outcome.answer)
      else
        tell('problem', problemOf(outcome.failure, `urn:uuid:${request.id}`, context.traceparent))
    } catch (error) {
      request.log.error({ error }, 'a streamed call failed')
      const failure = { code: 'INTERNAL', detail: 'Something went wrong on our side.' } as const
      tell('problem', problemOf(failure, `urn:uuid:${request.id}`, context.traceparent))
    }
    raw.end()
    return reply
  }

/** The same question, its answer told while it comes. Who turns away does not stop it: it is on record under its key. */
export const mountCallStream = (): Mount => ({
  document: {
    operationId: 'streamModelAnswer',
    tag: 'agents',
    summary: 'Ask a model, and hear its answer as it comes',
    description:
      'Server-sent events: `attempt` names the model that is asked, and voids the text before it; `text` is a piece of its answer; at the end there is `answer`, as `askModel` gives it, or `problem`. The same key gives the recorded answer.',
    problems: askProblems,
    kind: 'command',
    route: 'POST /v1/llm-calls/stream',
    access: 'signed-in',
    scope: askModel.scope,
    example: askExample,
    status: 200,
    precondition: 'none',
    waits: false,
    located: false,
    download: { types: [type] },
  },
  on: (app, plumbing) => {
    app.route({
      method: 'POST',
      url: '/v1/llm-calls/stream',
      bodyLimit,
      schema: {
        operationId: 'streamModelAnswer',
        params: z.strictObject({}),
        body: askModel.input,
      },
      onRequest: [...gate(plumbing, 'signed-in')],
      handler: handler(plumbing),
    })
  },
})
