import type { DomainEvent } from '../../domain/shared/event.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { EventMetadata, NewEvent } from '../../platform/event-store/types.ts'
import type { CommandContext } from './context.ts'

/** Throws on an event that its own stored contract does not hold: what cannot be read back must never be written. */
export const newEvent = (event: DomainEvent, id: string, metadata: EventMetadata): NewEvent => ({
  id,
  ...decodeEvent({ ...event, metadata }),
  metadata,
})

export const metadataOf = (
  context: CommandContext,
  inputHash: string,
  at: Date,
  schema: number,
): EventMetadata => ({
  $correlationId: context.correlationId,
  $causationId: context.causationId,
  commandId: context.commandId,
  inputHash,
  actor: context.actor,
  ...(context.organisation === undefined ? {} : { organisation: context.organisation }),
  occurredAt: at.toISOString(),
  ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  schema,
})
