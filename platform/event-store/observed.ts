import { type Attributes, type Span, SpanKind } from '@opentelemetry/api'
import { record, secondsSince } from '../telemetry/metrics/instruments.ts'
import { inSpan, isTraced } from '../telemetry/tracing.ts'
import type { AppendResult, EventStore } from './types.ts'

const system = 'eventstoredb'

/** Of a stream's name what comes before its first dash: there is no end of the rest. */
const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream

const timed = async <Answer>(
  operation: string,
  work: () => Promise<Answer>,
  outcomeOf: (answer: Answer) => string = () => 'ok',
): Promise<Answer> => {
  const began = performance.now()
  const ended = (outcome: string): void =>
    record('db.client.operation.duration', secondsSince(began), {
      'db.system.name': system,
      'db.operation.name': operation,
      outcome,
    })
  try {
    const answer = await work()
    ended(outcomeOf(answer))
    return answer
  } catch (error) {
    ended('error')
    throw error
  }
}

/** Only as part of a trace: what the hub reads by itself, all the time, is none. */
const spanned = <Answer>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  work: (span?: Span) => Promise<Answer>,
): Promise<Answer> => (isTraced() ? inSpan(name, { kind, attributes }, work) : work())

const appendOutcome = ({ kind }: AppendResult): string => (kind === 'appended' ? 'ok' : 'conflict')

/** The same log, measured. An append is a message sent, a read a query of a database, as the semantic conventions have it. */
export const observed = (store: EventStore): EventStore => ({
  ...store,
  append: (stream, events, expected) => {
    const category = categoryOf(stream)
    const attributes = {
      'messaging.system': system,
      'messaging.operation.name': 'append',
      'messaging.operation.type': 'send',
      'messaging.destination.name': category,
      'messaging.batch.message_count': events.length,
      'qh.stream': stream,
    }
    return spanned(`append ${category}`, SpanKind.PRODUCER, attributes, async (span) => {
      const result = await timed(
        'append',
        () => store.append(stream, events, expected),
        appendOutcome,
      )
      span?.setAttribute('qh.outcome', result.kind)
      if (result.kind === 'appended') span?.setAttribute('qh.position', result.position.toString())
      return result
    })
  },
  read: (stream, options) => {
    const category = categoryOf(stream)
    const attributes = {
      'db.system.name': system,
      'db.operation.name': 'read',
      'db.collection.name': category,
      'qh.stream': stream,
    }
    return spanned(`read ${category}`, SpanKind.CLIENT, attributes, async (span) => {
      const events = await timed('read', () => store.read(stream, options))
      span?.setAttribute('db.response.returned_rows', events.length)
      return events
    })
  },
  readAll: (options) => timed('read_all', () => store.readAll(options)),
  head: () => timed('head', () => store.head()),
})
