import {
  childTraceparent,
  createTraceparent,
  formatTraceparent,
  parseTraceparent,
} from '../telemetry/traceparent.ts'
import { traceparentOf } from '../telemetry/tracing.ts'

/** W3C Trace Context: the trace that a request belongs to, and the header that says so. */
export type TraceContext = { readonly traceId: string; readonly traceparent: string }

/** The span under way when telemetry is on; else the caller's trace continued by a span of ours, or a new trace. */
export const traceContextOf = (header: string | undefined): TraceContext => {
  const given = parseTraceparent(header)
  const own =
    parseTraceparent(traceparentOf()) ??
    (given === undefined ? createTraceparent() : childTraceparent(given))
  return { traceId: own.traceId, traceparent: formatTraceparent(own) }
}
