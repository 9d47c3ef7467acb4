import type { ModelRow } from '../../../projections/agents/models/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { Model, ModelConnection } from './refs.ts'
import './types.ts'

const order = creationOrder('models')

builder.queryFields((t) => ({
  model: t.field({
    type: Model,
    nullable: true,
    description: 'The model of this name; null when there is none.',
    args: { name: t.arg.string({ required: true, description: 'As it was registered.' }) },
    resolve: async (_, { name }, { view }) => {
      requirePrincipal(view.caller)
      const found = view.db.selectFrom('models').selectAll().where('name', '=', name)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  models: t.connection(
    {
      type: Model,
      description: 'The AI models of the hub, the newest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requirePrincipal(view.caller)
        const page = pageRequest(args, order, 'DESC')
        const rows = await takePage(view.db.selectFrom('models').selectAll(), page).execute()
        return pageOf<ModelRow>(rows, page, creationKey)
      },
    },
    ModelConnection,
  ),
}))
