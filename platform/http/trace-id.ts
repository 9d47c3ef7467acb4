import { trace } from '@opentelemetry/api'

/** What a caller reports and an operator searches for: the trace's id, or the request's own while nothing traces. */
export const traceIdOf = (request: { readonly id: string }): string =>
  trace.getActiveSpan()?.spanContext().traceId ?? request.id
