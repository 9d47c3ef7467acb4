import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { Difference } from './difference-types.ts'
import { ReadModelGeneration } from './generation-types.ts'

const mostRows = 20

builder.queryFields((t) => ({
  readModelGenerations: t.field({
    type: [ReadModelGeneration],
    description:
      'Every generation of the read models there ever was, the first one first. For operators.',
    complexity: 20,
    resolve: async (_, _args, { view }) => {
      requireOperator(view.caller)
      return [...(await view.insight.replays.list())]
    },
  }),
  generationDifference: t.field({
    type: Difference,
    nullable: true,
    description:
      'What the live generation and the one beside it differ in; null when there is none beside it. All rows of all tables are read: where that takes too long there is `qhub replay diff`. For operators.',
    args: {
      generation: t.arg.int({
        required: false,
        description: 'This one. By default the one beside.',
      }),
      rows: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `How many differing rows of a table are shown, ${mostRows} at most.`,
      }),
    },
    complexity: 200,
    resolve: async (_, { generation, rows }, { view }) => {
      requireOperator(view.caller)
      const most = Math.min(Math.max(0, rows), mostRows)
      return (await view.insight.replays.difference(generation ?? undefined, most)) ?? null
    },
  }),
}))
