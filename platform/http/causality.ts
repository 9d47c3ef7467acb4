import type { FastifyInstance } from 'fastify'
import { headerOf } from './header.ts'
import { requestValue } from './request-value.ts'
import { traceContextOf, type TraceContext } from './trace-context.ts'

/** What joins a request to what caused it and to what it causes. */
export type Causality = TraceContext & { readonly correlationId: string }

const causality = requestValue<Causality>()
const correlationForm = /^[\w.:@/+=-]{1,128}$/

/** Taken from the request's headers once, on first use: errors before any hook need it too. */
export const causalityOf = (request: {
  readonly id: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}): Causality => {
  const known = causality.find(request)
  if (known !== undefined) return known
  const given = headerOf(request, 'x-correlation-id')
  const correlationId = given !== undefined && correlationForm.test(given) ? given : request.id
  const found = { ...traceContextOf(headerOf(request, 'traceparent')), correlationId }
  causality.set(request, found)
  return found
}

/** Every answer names its request, correlation and trace. */
export const answerCausality = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { correlationId, traceparent } = causalityOf(request)
    reply.headers({
      'x-request-id': request.id,
      'x-correlation-id': correlationId,
      traceparent,
    })
    done()
  })
}
