import type { EventLogRow } from '../../projections/log/tables.ts'
import { builder } from '../schema/builder.ts'
import { requirePrincipal } from '../view/caller.ts'
import { readStory, visibleEvents } from './story.ts'

export const StoryActor = builder
  .objectRef<Pick<EventLogRow, 'actor_kind' | 'actor_id'>>('StoryActor')
  .implement({
    description: 'Who caused an event.',
    fields: (t) => ({
      kind: t.exposeString('actor_kind', {
        description: 'What it is: user, apiKey, system, operator or agent.',
      }),
      id: t.exposeString('actor_id', { description: 'Its id, or the name of a part of the hub.' }),
    }),
  })

export const StoryEvent = builder.objectRef<EventLogRow>('StoryEvent').implement({
  description: 'One event of a causal story, without its data.',
  fields: (t) => ({
    eventId: t.exposeID('event_id', { description: 'Its id.' }),
    type: t.exposeString('type', { description: 'Its type.' }),
    stream: t.exposeString('stream', { description: 'The stream it is in.' }),
    revision: t.field({
      type: 'String',
      description: 'Its number in the stream, from 0.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', { type: 'Position', description: 'Its position of the log.' }),
    causationId: t.exposeString('causation_id', {
      description: 'The event that caused it, or the command when no event did.',
    }),
    commandId: t.exposeString('command_id', { description: 'The command that appended it.' }),
    actor: t.field({ type: StoryActor, description: 'Who caused it.', resolve: (event) => event }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
  }),
})

builder.queryFields((t) => ({
  events: t.field({
    type: [StoryEvent],
    description:
      'The causal story of a command: every event that followed from it, in log order, as far as you may see them.',
    args: {
      correlationId: t.arg.string({
        required: true,
        description: 'As commands answer it, and as `Job.correlationId` names it.',
      }),
    },
    complexity: { field: 1, multiplier: 100 },
    resolve: async (_, { correlationId }, { view }) => {
      requirePrincipal(view.caller)
      return visibleEvents(view.caller, await readStory(view.db, correlationId))
    },
  }),
}))
