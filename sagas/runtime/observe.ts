import { SpanKind } from '@opentelemetry/api'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { record, secondsSince } from '../../platform/telemetry/metrics/instruments.ts'
import { inSpan, traceparentOf } from '../../platform/telemetry/tracing.ts'
import type { Parked } from './deliver.ts'
import type { EffectOutcome } from './effects.ts'
import type { GivenUp } from './perform.ts'

/**
 * An instance is told of an event. One event, one reaction: the event's trace goes on, and what the instance decides is
 * written in the trace that `work` is given.
 */
export const taking = async (
  saga: string,
  instance: string,
  { id, type, stream, metadata }: RecordedEvent,
  work: (traceparent: string | undefined) => Promise<Parked | undefined>,
): Promise<Parked | undefined> => {
  const began = performance.now()
  const { traceparent } = metadata
  const attributes = {
    'messaging.system': 'eventstoredb',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': stream,
    'messaging.message.id': id,
    'messaging.message.conversation_id': metadata.$correlationId,
    'messaging.consumer.group.name': saga,
    'qh.event.type': type,
    'qh.stream': instance,
  }
  const options = { kind: SpanKind.CONSUMER, attributes, traceparent }
  const parked = await inSpan(`process ${saga}`, options, (span) =>
    work(traceparentOf(span) ?? traceparent),
  )
  record('messaging.process.duration', secondsSince(began), {
    'messaging.consumer.group.name': saga,
    outcome: parked === undefined ? 'taken' : 'parked',
  })
  return parked
}

type About = { readonly saga: string; readonly kind: string; readonly stream: string }
type Ended = EffectOutcome | GivenUp

/** An effect is performed until its outcome is known, and that is told, in the trace of the event that requested it. */
export const performing = async (
  { saga, kind, stream }: About,
  requestedIn: string | undefined,
  work: (traceparent: string | undefined) => Promise<Ended>,
  tell: (outcome: Ended, traceparent: string | undefined) => Promise<void>,
): Promise<void> => {
  const began = performance.now()
  const attributes = { 'qh.saga': saga, 'qh.effect.kind': kind, 'qh.stream': stream }
  await inSpan(`perform ${kind}`, { attributes, traceparent: requestedIn }, async (span) => {
    const traceparent = traceparentOf(span) ?? requestedIn
    const outcome = await work(traceparent)
    span.setAttribute('qh.outcome', outcome.type)
    record('qh.saga.effect.duration', secondsSince(began), { saga, kind, outcome: outcome.type })
    await tell(outcome, traceparent)
  })
}
