import type { BuildProgress, GenerationView } from '../../platform/replays/port.ts'
import { builder } from '../schema/builder.ts'

const GenerationState = builder.enumType('ReadModelGenerationState', {
  description: 'What becomes of a generation of the read models.',
  values: {
    BUILDING: { description: 'It is built from the log.' },
    FOLLOWING: { description: 'It is brought forward with the log.' },
    DROPPED: { description: 'Its rows are gone.' },
  },
})

const Wish = builder.enumType('ReplayWish', {
  description: 'What operators wish of a generation that is built.',
  values: {
    RUN: { description: 'That it goes on.' },
    PAUSE: { description: 'That it waits.' },
    CANCEL: { description: 'That it is given up and dropped.' },
  },
})

const Phase = builder.enumType('ReplayPhase', {
  description: 'What is done of a build.',
  values: {
    READING: { description: 'The log is read into rows.' },
    INDEXING: { description: 'Indexes are made over all rows.' },
    COPYING: { description: 'The groups that are not built are copied.' },
    CATCHING_UP: { description: 'What came meanwhile is applied.' },
    DONE: { description: 'It follows the log.' },
  },
})

const Resting = builder.enumType('ReplayResting', {
  description: 'Why a build stands although it may go on.',
  values: {
    LIVE_LAG: { description: 'The rows that readers follow are behind.' },
    PACE: { description: 'It keeps to the pace that was set.' },
  },
})

const ReplayProgress = builder.objectRef<BuildProgress>('ReplayProgress').implement({
  description: 'How far a build of read models is, as its builder last said.',
  fields: (t) => ({
    wish: t.field({
      type: Wish,
      description: 'What is wished of it.',
      resolve: ({ wish }) => wish,
    }),
    phase: t.field({
      type: Phase,
      nullable: true,
      description: 'What is being done; null before anybody began.',
      resolve: ({ phase }) => phase,
    }),
    groups: t.stringList({
      nullable: true,
      description: 'Groups of tables that are built from the log; null: all of them.',
      resolve: ({ groups }) => (groups === null ? null : [...groups]),
    }),
    stream: t.exposeString('stream', {
      nullable: true,
      description: 'The one stream whose rows are built; null: all rows of the groups.',
    }),
    events: t.float({
      description: 'Events of the log that are applied.',
      resolve: ({ events }) => Number(events),
    }),
    eventsLeft: t.float({
      nullable: true,
      description: 'Events that are left, reckoned where there are many.',
      resolve: ({ eventsLeft }) => (eventsLeft === null ? null : Number(eventsLeft)),
    }),
    progress: t.exposeFloat('progress', { nullable: true, description: 'From 0 to 1.' }),
    eventsPerSecond: t.exposeFloat('rate', {
      nullable: true,
      description: 'Events applied a second, of late.',
    }),
    secondsLeft: t.exposeFloat('secondsLeft', {
      nullable: true,
      description: 'At that rate; null while it stands.',
    }),
    resting: t.field({
      type: Resting,
      nullable: true,
      description: 'Why it stands although it may go on.',
      resolve: ({ resting }) => resting,
    }),
    isBuilding: t.exposeBoolean('isBuilding', { description: 'Whether somebody builds it now.' }),
    isPaused: t.boolean({
      description: 'Whether an operator, or trouble, has stopped it.',
      resolve: ({ wish }) => wish === 'PAUSE',
    }),
    mostEventsPerSecond: t.exposeInt('eventsPerSecond', {
      nullable: true,
      description: 'The pace that was set.',
    }),
    mostLiveLagSeconds: t.exposeFloat('lagSeconds', {
      nullable: true,
      description: 'It rests while the live rows are further behind.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it was given up: an operator is to look, and resume it.',
    }),
  }),
})

export const ReadModelGeneration = builder
  .objectRef<GenerationView>('ReadModelGeneration')
  .implement({
    description:
      'One set of all read models. Readers follow one; another may be built beside it. For operators.',
    fields: (t) => ({
      generation: t.exposeInt('generation', { description: 'Its number.' }),
      state: t.field({
        type: GenerationState,
        description: 'What becomes of it.',
        resolve: ({ state }) => state,
      }),
      isLive: t.exposeBoolean('live', { description: 'Whether readers follow it.' }),
      position: t.expose('position', {
        type: 'Position',
        description: 'How far its rows are, all of them.',
      }),
      events: t.float({
        description: 'Events of the log up to there.',
        resolve: ({ events }) => Number(events),
      }),
      startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was begun.' }),
      leftAt: t.expose('leftAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When readers last left it.',
      }),
      replay: t.field({
        type: ReplayProgress,
        nullable: true,
        description: 'How it was, or is, built; null of one that no operator asked for.',
        resolve: ({ build }) => build,
      }),
    }),
  })
