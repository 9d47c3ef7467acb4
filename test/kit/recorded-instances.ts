import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { sagas } from '../../sagas/registry.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { categoryOf, type RecordedLogEvent } from '../../ops/decisions/recording.ts'

export const storedOf = (event: RecordedLogEvent, index: number): RecordedEvent => ({
  id: event.id,
  stream: event.stream,
  revision: BigInt(event.revision),
  position: BigInt(index + 1),
  created: new Date(event.at),
  type: event.type,
  data: event.data,
  metadata: {
    $correlationId: event.commandId,
    $causationId: event.commandId,
    commandId: event.commandId,
    inputHash: 'none',
    actor: { kind: 'system', id: 'recording' },
    occurredAt: event.at,
    schema: event.schema,
  },
})

/** Every instance of a saga in a recorded workload, with the saga. */
export const recordedInstances = (
  events: readonly RecordedLogEvent[],
): readonly { readonly each: AnySaga; readonly stream: readonly RecordedEvent[] }[] => {
  const byName = new Map(sagas.map((each) => [each.saga.name, each]))
  const streams = new Map<string, RecordedEvent[]>()
  for (const [index, event] of events.entries()) {
    if (!byName.has(categoryOf(event.stream))) continue
    const stream = streams.get(event.stream) ?? []
    streams.set(event.stream, stream)
    stream.push(storedOf(event, index))
  }
  return [...streams].flatMap(([name, stream]) => {
    const each = byName.get(categoryOf(name))
    return each === undefined ? [] : [{ each, stream }]
  })
}
