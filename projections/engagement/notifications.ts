import { isRemembered, remember, rememberedTypes } from '../../domain/engagement/facts.ts'
import { toldOf, toldTypes, type Told } from '../../domain/engagement/told.ts'
import { definitions } from '../../domain/events.ts'
import { notificationIdOf } from '../../platform/ids/notification-id.ts'
import type { Projected, Projection } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'

const followed = [...new Set([...toldTypes, ...rememberedTypes])].map((type) => {
  const definition = definitions.get(type)
  if (definition === undefined) throw new Error(`${type} is no event of the log`)
  return definition
})

/** What everybody is told, from the events of all contexts. No command writes a notification. */
export const notifications: Projection = {
  name: 'notifications',
  definitions: followed,
  touches: ({ stream, revision }) =>
    isRemembered(stream)
      ? [{ table: 'notification_facts', key: { stream }, isNew: revision === 0n }]
      : [],
  apply: (event, rows) => {
    const { stream, position } = event
    const told = (before: Parameters<typeof toldOf>[0]): readonly RowWrite[] =>
      toldOf(before, event).map((each) => rowOf(event, each))
    if (!isRemembered(stream)) return told(undefined)
    const before = rows.get('notification_facts', { stream })?.facts
    const after = remember(before, event)
    const kept: readonly RowWrite[] =
      after !== undefined
        ? [{ do: 'put', table: 'notification_facts', row: { stream, facts: after, position } }]
        : before === undefined
          ? []
          : [{ do: 'remove', table: 'notification_facts', key: { stream } }]
    return [...kept, ...told(before)]
  },
}

const rowOf = (
  { id, stream, revision, position, metadata }: Projected,
  { kind, audience, severity, title, text, about }: Told,
): RowWrite => ({
  do: 'add',
  table: 'notifications',
  row: {
    notification_id: notificationIdOf(id, kind),
    audience: audience.kind,
    audience_id: audience.id,
    kind,
    severity,
    title,
    text,
    about,
    at: new Date(metadata.occurredAt),
    stream,
    revision,
    position,
  },
})
