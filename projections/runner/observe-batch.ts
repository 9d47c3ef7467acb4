import { type Link, SpanKind, isSpanContextValid } from '@opentelemetry/api'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { count, record, secondsSince } from '../../platform/telemetry/metrics/instruments.ts'
import { contextOf, inSpan, linkTo, tracer } from '../../platform/telemetry/tracing.ts'
import type { Applied } from './applier.ts'

/** The trace of an older event is over: who builds rows again adds nothing to it. */
const youngMs = 15 * 60_000
/** More links than that the SDK would drop. */
const mostCauses = 128

type Cause = { readonly traceparent: string; readonly link: Link; readonly events: number }

/** What a batch follows from: the recorded traces among its young events, each once. */
const causesOf = (events: readonly RecordedEvent[], now: number): readonly Cause[] => {
  const found = new Map<string, Cause>()
  for (const { metadata, created } of events) {
    const { traceparent } = metadata
    if (traceparent === undefined || now - created.getTime() > youngMs) continue
    const known = found.get(traceparent)
    const link = known?.link ?? linkTo(traceparent)
    if (link === undefined || (known === undefined && found.size === mostCauses)) continue
    found.set(traceparent, { traceparent, link, events: (known?.events ?? 0) + 1 })
  }
  return [...found.values()]
}

const messaging = (events: number) => ({
  'messaging.system': 'eventstoredb',
  'messaging.operation.name': 'project',
  'messaging.operation.type': 'process',
  'messaging.consumer.group.name': 'read-model',
  'messaging.batch.message_count': events,
})

/**
 * A batch has many causes: it is a trace of its own that links to each of them, and stands in each of theirs as one span
 * that links back to it.
 */
const traced = (
  events: readonly RecordedEvent[],
  apply: () => Promise<readonly Applied[]>,
): Promise<readonly Applied[]> => {
  const causes = causesOf(events, Date.now())
  if (causes.length === 0) return apply()
  const startTime = Date.now()
  const batch = {
    kind: SpanKind.CONSUMER,
    attributes: messaging(events.length),
    links: causes.map(({ link }) => link),
  }
  return inSpan('project batch', batch, async (span) => {
    const applied = await apply()
    const own = span.spanContext()
    // Without an SDK there is nothing to link to.
    if (isSpanContextValid(own))
      for (const { traceparent, events: some } of causes) {
        const links = [{ context: own }]
        const attributes = messaging(some)
        const options = { kind: SpanKind.CONSUMER, attributes, links, startTime }
        tracer.startSpan('project', options, contextOf(traceparent)).end()
      }
    return applied
  })
}

/** Applies a batch, measured and traced. */
export const observedBatch = async (
  events: readonly RecordedEvent[],
  apply: () => Promise<readonly Applied[]>,
): Promise<readonly Applied[]> => {
  const began = performance.now()
  const commits = await traced(events, apply)
  if (events.length > 0) record('qh.projection.batch.duration', secondsSince(began), {})
  for (const { lanes } of commits)
    for (const { lane, events: some } of lanes)
      if (some.length > 0) count('qh.projection.processed', { group: lane.group.name }, some.length)
  return commits
}
