import type { EventMetadata, RecordedEvent } from './types.ts'
import type { WireEvent } from './wire/read-reply.ts'

const ticksPerMillisecond = 10_000

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

const isEventMetadata = (value: unknown): value is EventMetadata =>
  typeof value === 'object' &&
  value !== null &&
  'commandId' in value &&
  typeof value.commandId === 'string' &&
  'schema' in value &&
  typeof value.schema === 'number'

/** Events that others wrote (the server's own, an operator's) are readable too: schema 0, caused by themselves. */
const foreignMetadata = (event: WireEvent, created: Date): EventMetadata => ({
  $correlationId: event.id,
  $causationId: event.id,
  commandId: event.id,
  inputHash: '',
  actor: { kind: 'system', id: 'foreign' },
  occurredAt: created.toISOString(),
  schema: 0,
})

/** Data is the parsed JSON, or the bytes as they are when the event is not JSON. */
export const recordedOf = (event: WireEvent): RecordedEvent => {
  const created = new Date(Math.floor(Number(event.created) / ticksPerMillisecond))
  const metadata = event.metadata.length === 0 ? undefined : parse(event.metadata)
  return {
    id: event.id,
    type: event.type,
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    created,
    data: event.contentType === 'application/json' ? parse(event.data) : event.data,
    metadata: isEventMetadata(metadata) ? metadata : foreignMetadata(event, created),
  }
}
