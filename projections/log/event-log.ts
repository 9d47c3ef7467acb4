import type { Projection } from '../shared/projection.ts'

/** Every event that was applied, by place and cause. */
export const eventLog: Projection = {
  name: 'event-log',
  apply: ({ id, type, stream, revision, position, metadata }) => [
    {
      do: 'add',
      table: 'event_log',
      row: {
        position,
        event_id: id,
        type,
        stream,
        revision,
        causation_id: metadata.$causationId,
        correlation_id: metadata.$correlationId,
        command_id: metadata.commandId,
        actor_kind: metadata.actor.kind,
        actor_id: metadata.actor.id,
        organisation: metadata.organisation ?? null,
        at: new Date(metadata.occurredAt),
      },
    },
  ],
}
