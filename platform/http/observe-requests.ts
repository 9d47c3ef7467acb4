import { type Span, SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api'
import type { FastifyInstance } from 'fastify'
import { count, record } from '../telemetry/metrics/instruments.ts'
import { contextOf, tracer } from '../telemetry/tracing.ts'
import { headerOf } from './header.ts'
import { requestValue } from './request-value.ts'

/** A request that is measured, and its span. */
const observed = requestValue<Span>()

/**
 * A span and a measurement for each request, by the semantic conventions of HTTP servers. Neither knows who asked: no
 * address, no agent, no query. Health routes are asked too often to be told; a WebSocket is no request that ends.
 */
export const observeRequests = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    const { url: route = 'none', logLevel } = request.routeOptions
    if (logLevel === 'warn' || request.headers.upgrade !== undefined) {
      done()
      return
    }
    const { method } = request
    count('http.server.active_requests', { 'http.request.method': method })
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'url.scheme': request.protocol,
    }
    const around = contextOf(headerOf(request, 'traceparent'))
    const span = tracer.startSpan(
      `${method} ${route}`,
      { kind: SpanKind.SERVER, attributes },
      around,
    )
    observed.set(request, span)
    context.with(trace.setSpan(around, span), done)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const span = observed.find(request)
    if (span !== undefined) {
      const { method } = request
      const status = reply.statusCode
      count('http.server.active_requests', { 'http.request.method': method }, -1)
      record('http.server.request.duration', reply.elapsedTime / 1000, {
        'http.request.method': method,
        'http.route': request.routeOptions.url ?? 'none',
        'http.response.status_code': String(status),
      })
      span.setAttribute('http.response.status_code', status)
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    }
    done()
  })
}
