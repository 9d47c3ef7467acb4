import { streamOf, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { definitions, schemaOf } from '../../domain/events.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { derivedId } from '../../platform/ids/ids.ts'

/** A log in memory, written by the real deciders: what stands in it could stand in a real one. */
export type Recorder = {
  readonly events: readonly RecordedEvent[]
  /** Decides and appends; a rejected command appends nothing. */
  readonly record: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ) => readonly RecordedEvent[]
  /** Appends as it is, whatever it is. */
  readonly append: (stream: string, event: DomainEvent, schema?: number) => RecordedEvent
}

const begin = Date.parse('2026-01-01T00:00:00.000Z')

/** Types that nobody knows are appended too, to see what comes of them. */
const writtenIn = (type: string): number => definitions.get(type)?.schema ?? 1

/** Positions have gaps, as a real log's have. */
const positionAt = (index: number): bigint => BigInt(index + 1) * 37n

export const createRecorder = (): Recorder => {
  const events: RecordedEvent[] = []
  const states = new Map<string, unknown>()
  const revisions = new Map<string, bigint>()
  let commands = 0

  const append = (
    stream: string,
    event: DomainEvent,
    schema = writtenIn(event.type),
  ): RecordedEvent => {
    const revision = (revisions.get(stream) ?? -1n) + 1n
    const created = new Date(begin + events.length * 1_000)
    const id = derivedId('recorder', stream, revision.toString())
    const recorded: RecordedEvent = {
      id,
      stream,
      revision,
      position: positionAt(events.length),
      created,
      type: event.type,
      // As it would come out of the log: JSON.
      data: JSON.parse(JSON.stringify(event.data)) as unknown,
      metadata: {
        $correlationId: derivedId('correlation', stream),
        $causationId: derivedId('cause', commands.toString()),
        commandId: derivedId('command', commands.toString()),
        inputHash: 'none',
        actor: { kind: 'system', id: 'test' },
        occurredAt: created.toISOString(),
        schema,
      },
    }
    revisions.set(stream, revision)
    events.push(recorded)
    return recorded
  }

  return {
    events,
    append,
    record: (aggregate, id, command) => {
      const stream = streamOf(aggregate, id)
      // A stream holds the state of its own aggregate.
      const state = (states.get(stream) ?? aggregate.initial) as typeof aggregate.initial
      const commandId = derivedId('command', (commands += 1).toString())
      const decided = aggregate.decide(command, state, {
        actor: { kind: 'system', id: 'test' },
        now: new Date(begin + events.length * 1_000).toISOString(),
        commandId,
        id: (name) => derivedId(commandId, stream, name),
        eventId: (index) => derivedId(commandId, stream, index.toString()),
      })
      if (isRejection(decided)) return []
      states.set(stream, decided.reduce(aggregate.evolve, state))
      return decided.map((event) => append(stream, event, schemaOf(event.type)))
    },
  }
}
