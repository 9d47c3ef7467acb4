import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { subjects } from '../../platform/positions/notices.ts'
import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { LogFilter } from './log-filter.ts'
import { LogEvent } from './refs.ts'
import {
  farthestBehind,
  mostAtOnce,
  readTail,
  tailSteps,
  type TailPage,
  type TailStep,
} from './tail.ts'

const LogTail = builder.objectRef<TailPage>('LogTail').implement({
  description: 'What the log has had since the message before.',
  fields: (t) => ({
    position: t.expose('position', {
      type: 'Position',
      description: 'Everything up to here was looked at: `after` of who takes up again.',
    }),
    events: t.field({
      type: [LogEvent],
      description: `The events that the filter lets through, in order: ${mostAtOnce} at most.`,
      complexity: { field: 1, multiplier: mostAtOnce },
      resolve: ({ events }) => [...events],
    }),
  }),
})

builder.subscriptionFields((t) => ({
  logEventAppended: t.field({
    type: LogTail,
    description:
      `The log as it grows. Nothing is skipped, and nothing is kept for who is slow: more than ${farthestBehind} events ` +
      'behind, the tail ends with TAIL_BEHIND, whose `position` says where. For operators.',
    args: {
      filter: t.arg({ type: LogFilter, description: 'Which events; all when absent.' }),
      after: t.arg({
        type: 'Position',
        required: false,
        description: 'From behind this position on; from now on when absent.',
      }),
    },
    subscribe: async (_, { after }, { view }): Promise<AsyncIterableIterator<TailStep>> => {
      requireOperator(view.caller)
      const { position } = view.freshness
      // The first message comes at once, and says from where it goes on.
      const changes = await view.changes(subjects.projected, position)
      return tailSteps(changes, after ?? position)
    },
    resolve: (step, { filter }, { view }) => {
      requireOperator(view.caller)
      const schema = schemaOfGeneration(view.freshness.generation)
      return readTail(view.db, schema, filter ?? {}, step)
    },
  }),
}))
