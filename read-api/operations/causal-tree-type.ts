import { queryError } from '../errors/query-error.ts'
import { longestStory } from '../log/story.ts'
import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { BoundedCount } from './bounded.ts'
import { readTree, storyOf, type CausalNode, type CausalTree } from './causal-tree.ts'
import { LogEvent } from './refs.ts'

const Node = builder.objectRef<CausalNode>('CausalNode').implement({
  description: 'An event in a causal tree.',
  fields: (t) => ({
    event: t.field({ type: LogEvent, description: 'The event.', resolve: ({ event }) => event }),
    causeEventId: t.id({
      nullable: true,
      description: 'The event that caused it; null where the tree begins, with a request.',
      resolve: ({ cause }) => cause?.event_id ?? null,
    }),
    depth: t.exposeInt('depth', { description: 'How many steps from where it began.' }),
    effects: t.exposeInt('effects', { description: 'How many events it caused.' }),
    cut: t.exposeInt('cut', { description: 'How many of those are left out here.' }),
  }),
})

const Tree = builder.objectRef<CausalTree>('CausalTree').implement({
  description: 'Everything that followed from one request, and what caused what.',
  fields: (t) => ({
    correlationId: t.exposeString('correlationId', { description: 'The story.' }),
    nodes: t.field({
      type: [Node],
      description: `Its events, each with what it caused behind it, one step deeper: of the first ${longestStory} of the story.`,
      complexity: { field: 1, multiplier: 100 },
      resolve: ({ nodes }) => [...nodes],
    }),
    total: t.field({
      type: BoundedCount,
      description: 'How many events the story has.',
      complexity: 1,
      resolve: ({ total }) => total,
    }),
  }),
})

builder.queryFields((t) => ({
  causalTree: t.field({
    type: Tree,
    nullable: true,
    description:
      'The causal tree of a story, by one of its names; null when nothing is known of it. For operators.',
    args: {
      correlationId: t.arg.string({ required: false, description: 'The story itself.' }),
      eventId: t.arg.id({ required: false, description: 'The story of this event.' }),
      commandId: t.arg.string({ required: false, description: 'The story of this command.' }),
    },
    complexity: 5,
    resolve: async (_, by, { view }) => {
      requireOperator(view.caller)
      if ([by.correlationId, by.eventId, by.commandId].filter((id) => id != null).length !== 1)
        throw queryError('QUERY_INVALID', 'Name the story by one id.')
      const correlationId = await storyOf(view.db, by)
      if (correlationId === undefined) return null
      const tree = await readTree(view.db, correlationId)
      return tree.nodes.length === 0 ? null : tree
    },
  }),
}))
