import { StoryActor } from '../log/story-type.ts'
import { LogEvent } from './refs.ts'

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null ? { ...value } : null

LogEvent.implement({
  description:
    'An event as it stands in the log. What is sealed stays sealed. For operators, as all of the log is.',
  fields: (t) => ({
    eventId: t.exposeID('event_id', { description: 'Its id.' }),
    type: t.exposeString('type', { description: 'Its type.' }),
    stream: t.exposeString('stream', { description: 'The stream it is in.' }),
    category: t.string({
      description: 'What the stream is of: its name up to the first dash.',
      resolve: ({ stream }) => stream.split('-', 1)[0] ?? stream,
    }),
    revision: t.string({
      description: 'Its number in the stream, from 0.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', { type: 'Position', description: 'Its position of the log.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    actor: t.field({ type: StoryActor, description: 'Who caused it.', resolve: (event) => event }),
    organisationId: t.exposeID('organisation', {
      nullable: true,
      description: 'On whose behalf; null when the hub acted by itself.',
    }),
    correlationId: t.exposeString('correlation_id', { description: 'The story it belongs to.' }),
    causationId: t.exposeString('causation_id', {
      description: 'The event that caused it, or the request when no event did.',
    }),
    commandId: t.exposeString('command_id', { description: 'The command that appended it.' }),
    data: t.field({
      type: 'JSONObject',
      nullable: true,
      description:
        'What it says, in the version that it was written in; null when the log has it no more.',
      complexity: 1,
      resolve: async (event, _args, { view }) =>
        fieldsOf((await view.loaders.recorded.load(event))?.data),
    }),
    metadata: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'All that stands beside the data; null when the log has it no more.',
      complexity: 1,
      resolve: async (event, _args, { view }) =>
        fieldsOf((await view.loaders.recorded.load(event))?.metadata),
    }),
  }),
})
