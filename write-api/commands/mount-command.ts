import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { principalOf } from '../../platform/http/admit.ts'
import { countAttempt, gate } from '../http/gate.ts'
import { requestValue } from '../../platform/http/request-value.ts'
import { sendProblem } from '../../platform/http/send-problem.ts'
import { inSpan, traceparentOf } from '../../platform/telemetry/tracing.ts'
import type { Mount } from '../mount.ts'
import type { Plumbing } from '../plumbing.ts'
import { answerCommand } from './answer-command.ts'
import { contextOf } from './command-context.ts'
import { countingGuesses } from './guesses.ts'
import { commandHeadersOf, type CommandHeaders } from './command-headers.ts'
import { replayedHeader, sendAnswer } from './http-answer.ts'
import { idempotently } from './idempotently.ts'
import { keptAnswers } from './kept-answers.ts'
import { measured } from './measure.ts'
import { successesOf } from './responses.ts'
import { type CommandRoute, documentOf } from './route.ts'

const CommandQuery = z.strictObject({ validateOnly: z.enum(['true', 'false']).default('false') })

const headersOf = requestValue<CommandHeaders>()

const readHeaders =
  (rule: 'required' | 'accepted' | undefined) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const found = commandHeadersOf(request, rule)
    if ('code' in found) return sendProblem(reply, found)
    headersOf.set(request, found)
    return undefined
  }

const handler = <
  Params extends z.ZodType,
  Body extends z.ZodType,
  Input extends z.ZodType,
  Answer extends object,
>(
  route: CommandRoute<Params, Body, Input, Answer>,
  plumbing: Plumbing,
) => {
  const { services, cache, logger, rateLimit } = plumbing
  const { command, follow, access } = route
  const answers = keptAnswers(cache)
  const hash = (what: string, value: unknown): string =>
    inputHashOf(services.secrets.inputHashKey, what, value)

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // The validator compiler has replaced each part by what its schema made of it.
    const params = request.params as z.output<Params>
    const body = request.body as z.output<Body>
    const validateOnly = (request.query as z.output<typeof CommandQuery>).validateOnly === 'true'
    const { key, precondition } = headersOf.get(request)
    const principal = principalOf(request)
    const input = route.input(params, body, principal)

    const who = principal?.actor.id ?? hash('anonymous', route.keySpace?.(input) ?? '')
    const commandId = derivedId(who, command.name, key)
    const context = { ...contextOf(request, principal, commandId), validateOnly }
    const { traceparent } = context
    const perform = () =>
      inSpan(command.name, { traceparent }, (span) => {
        const caused = { ...context, traceparent: traceparentOf(span) ?? traceparent }
        return answerCommand(services, command, input, caused, precondition, route)
      })
    const run =
      access === 'attempt' && principal === undefined
        ? () => countingGuesses(rateLimit, who, perform)
        : perform
    const once = { commandId, fingerprint: hash(command.name, input), keep: route.secret !== true }
    const { answer, replayed } = await measured(command.name, () =>
      validateOnly ? run() : idempotently(answers, logger, once, run),
    )
    const marks = replayed ? replayedHeader : {}
    if (follow === undefined || validateOnly || answer.kind === 'failed')
      return sendAnswer(reply, answer, marks)
    const end = await follow.run(plumbing, request, context, answer.body)
    return sendAnswer(reply, end.answer ?? answer, { ...marks, ...end.headers })
  }
}

/** A command as a route: admitted, idempotent, conditional, and answered with its place in the log. */
export const mountCommand = <
  Params extends z.ZodType,
  Body extends z.ZodType,
  Input extends z.ZodType,
  Answer extends object,
>(
  route: CommandRoute<Params, Body, Input, Answer>,
): Mount => {
  const { operationId, precondition, follow } = route
  const access = route.access ?? 'signed-in'
  return {
    document: {
      ...documentOf(route),
      kind: 'command',
      route: `${route.method} ${route.path}`,
      access,
      ...(route.command.scope === 'public' ? {} : { scope: route.command.scope }),
      ...(route.example === undefined ? {} : { example: route.example }),
      status: route.status,
      precondition: precondition ?? 'none',
      waits: follow !== undefined,
      located: route.location !== undefined,
    },
    on: (app, plumbing) => {
      app.route({
        method: route.method,
        url: route.path,
        ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
        schema: {
          operationId,
          params: route.params,
          querystring: CommandQuery,
          body: route.body,
          response: successesOf(route),
        },
        onRequest: [
          ...gate(plumbing, access, route.takesAppKeys),
          ...(route.triesPassword === true ? [countAttempt(plumbing)] : []),
          readHeaders(precondition),
        ],
        handler: handler(route, plumbing),
      })
    },
  }
}
