import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  TraceFlags,
  context,
  isSpanContextValid,
  metrics,
  trace,
} from '@opentelemetry/api'
import { type Traceparent, formatTraceparent, parseTraceparent } from './traceparent.ts'

/** Does nothing and costs next to nothing until `startTelemetry` has started the SDK. */
export const tracer = trace.getTracer('quantum-hub')

/** Ask after `startTelemetry`: an instrument made before it stays without effect. */
export const meter = () => metrics.getMeter('quantum-hub')

const remote = ({ traceId, spanId, sampled }: Traceparent) =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  })

/**
 * The header that carries a span to others, or undefined when there is none. Without an SDK no span
 * is active; the one that `inSpan` gives then stands for the trace that came in.
 */
export const traceparentOf = (span = trace.getActiveSpan()): string | undefined => {
  const spanContext = span?.spanContext()
  if (!spanContext || !isSpanContextValid(spanContext)) return undefined
  const { traceId, spanId, traceFlags } = spanContext
  return formatTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 })
}

export type SpanOptions = {
  readonly attributes?: Attributes
  /** Continues this trace, as from a request's header or an event's metadata; else the active one. */
  readonly traceparent?: string | undefined
}

/** Runs the work in a span; what the work throws is recorded on it and thrown on. */
export const inSpan = async <T>(
  name: string,
  { attributes = {}, traceparent }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> => {
  const parent = parseTraceparent(traceparent)
  const around = parent ? remote(parent) : context.active()
  return tracer.startActiveSpan(name, { attributes }, around, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      span.recordException(error instanceof Error ? error : message)
      span.setStatus({ code: SpanStatusCode.ERROR, message })
      throw error
    } finally {
      span.end()
    }
  })
}
