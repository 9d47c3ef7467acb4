import type { ParkedLetter } from '../../projections/sagas/tables.ts'
import { builder } from '../schema/builder.ts'
import { SagaInstance } from './refs.ts'

const SagaInstanceStatus = builder.enumType('SagaInstanceStatus', {
  description: 'Whether an instance goes on.',
  values: {
    ACTIVE: { description: 'It goes on, or rests.' },
    ENDED: { description: 'Nothing will happen to it any more.' },
  },
})
export { SagaInstanceStatus }

const LetterKind = builder.enumType('DeadLetterKind', {
  description: 'What is parked.',
  values: {
    INPUT: { description: 'An event of the log.' },
    OUTCOME: { description: 'What came of an effect.' },
    TIMER: { description: 'A timer that fired.' },
    EFFECT: { description: 'An effect that failed again and again.' },
  },
})

type Letter = ParkedLetter & { readonly id: string }

const DeadLetter = builder.objectRef<Letter>('DeadLetter').implement({
  description: 'What an instance could not take, or could not have done.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Of the event, effect or timer: what skip takes.' }),
    kind: t.field({ type: LetterKind, description: 'What it is.', resolve: ({ what }) => what }),
    name: t.exposeString('name', {
      description: 'Of an event its place in the log, `revision@stream`; else its kind or name.',
    }),
    code: t.exposeString('code', { description: 'Why, for machines.' }),
    detail: t.exposeString('detail', { description: 'Why, for people.' }),
    since: t.string({ description: 'Since when, ISO 8601.', resolve: ({ since }) => since }),
    attempts: t.exposeInt('attempts', {
      nullable: true,
      description: 'Of an effect: how often it was tried.',
    }),
  }),
})

type Waiting = { readonly effectId: string; readonly kind: string }

const OutstandingEffect = builder.objectRef<Waiting>('OutstandingEffect').implement({
  description: 'An effect without an outcome.',
  fields: (t) => ({
    effectId: t.exposeID('effectId', { description: 'The event that requests it.' }),
    kind: t.exposeString('kind', { description: 'What is to be done.' }),
  }),
})

type Pending = { readonly timerId: string; readonly name: string; readonly dueAt: string }

const PendingTimer = builder.objectRef<Pending>('PendingTimer').implement({
  description: 'A timer that is set.',
  fields: (t) => ({
    timerId: t.exposeID('timerId', { description: 'Its id.' }),
    name: t.exposeString('name', { description: 'Its name in the instance.' }),
    dueAt: t.exposeString('dueAt', { description: 'When it fires, ISO 8601.' }),
  }),
})

const inOrder = (parked: Readonly<Record<string, ParkedLetter>>): Letter[] =>
  Object.entries(parked)
    .map(([id, letter]) => ({ ...letter, id }))
    .sort((a, b) => Number(BigInt(a.revision) - BigInt(b.revision)))

SagaInstance.implement({
  description: 'One instance of a saga. Its story: `logEvents(filter: {stream})`. For operators.',
  fields: (t) => ({
    stream: t.exposeString('stream', { description: 'Its stream, `<saga>-<id>`.' }),
    saga: t.exposeString('saga', { description: 'Of which saga.' }),
    instanceId: t.exposeString('instance', { description: 'What it is about.' }),
    status: t.field({
      type: SagaInstanceStatus,
      description: 'Whether it goes on.',
      resolve: ({ status }) => status,
    }),
    outcome: t.exposeString('outcome', { nullable: true, description: 'How it ended.' }),
    version: t.exposeInt('version', {
      description: 'Of the saga that its state is in the form of.',
    }),
    startedAt: t.expose('started_at', { type: 'DateTime', description: 'When it began.' }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', description: 'When it last moved.' }),
    endedAt: t.expose('ended_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
    }),
    outstanding: t.field({
      type: [OutstandingEffect],
      description: 'What it waits for.',
      resolve: ({ outstanding }) =>
        Object.entries(outstanding).map(([effectId, kind]) => ({ effectId, kind })),
    }),
    timers: t.field({
      type: [PendingTimer],
      description: 'Its timers.',
      resolve: ({ pending_timers }) =>
        Object.entries(pending_timers).map(([name, timer]) => ({ name, ...timer })),
    }),
    deadLetters: t.field({
      type: [DeadLetter],
      description: 'What is parked, in order.',
      resolve: ({ parked }) => inOrder(parked),
    }),
    stuck: t.stringList({
      description: 'Why the watchdog reports it: PAST_DEADLINE, WAITS_FOR_NOTHING.',
      resolve: ({ stuck }) => Object.keys(stuck),
    }),
    revision: t.string({
      description: 'The number of the last event of its stream.',
      resolve: ({ revision }) => revision.toString(),
    }),
    state: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'Its state, folded from its stream now; null when it has none.',
      complexity: 10,
      resolve: async ({ stream }, _args, { view }) =>
        (await view.insight.instanceState(stream)) ?? null,
    }),
  }),
})
