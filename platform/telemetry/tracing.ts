import {
  type Attributes,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanKind,
  SpanStatusCode,
  TraceFlags,
  context,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api'
import { type Traceparent, formatTraceparent, parseTraceparent } from './traceparent.ts'

/** Does nothing and costs next to nothing until `startTelemetry` has started the SDK. */
export const tracer = trace.getTracer('quantum-hub')

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
  readonly kind?: SpanKind
  /** Traces that this work follows from without being part of them. */
  readonly links?: readonly Link[]
  /** Continues this trace, as from a request's header or an event's metadata; else the active one. */
  readonly traceparent?: string | undefined
}

/** Runs the work in a span; what the work throws is recorded on it and thrown on. */
export const inSpan = async <T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> => {
  const { traceparent, ...spanOptions } = toSdk(options)
  return tracer.startActiveSpan(name, spanOptions, contextOf(traceparent), async (span) => {
    try {
      return await work(span)
    } catch (error) {
      failSpan(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/** Whether a span is under way that somebody will read: what is no trace of its own asks before it begins a span. */
export const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() === true

/** Where a span is to begin: in the trace that came in, else in the one under way. */
export const contextOf = (traceparent: string | undefined): Context => {
  const parent = parseTraceparent(traceparent)
  return parent === undefined ? context.active() : remote(parent)
}

/** Names the span of a header for a link; undefined when the header names none that is recorded. */
export const linkTo = (traceparent: string): Link | undefined => {
  const parent = parseTraceparent(traceparent)
  if (parent?.sampled !== true) return undefined
  const spanContext = trace.getSpanContext(remote(parent))
  return spanContext === undefined ? undefined : { context: spanContext }
}

export const failSpan = (span: Span, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  span.recordException(error instanceof Error ? error : message)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
}

/** The API's own types take arrays that may be written to. */
const toSdk = ({ links = [], attributes = {}, ...rest }: SpanOptions) => ({
  ...rest,
  attributes,
  links: [...links],
})
