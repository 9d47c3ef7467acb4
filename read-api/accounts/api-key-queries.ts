import { creationKey } from '../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { ApiKeyConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { ApiKey } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { readKeys } from './api-key-reads.ts'
import { ApiKeyStatus } from './api-key-type.ts'
import { createdOrder } from './reads.ts'

const ApiKeyFilter = builder.inputType('ApiKeyFilter', {
  description: 'Which keys are wanted; every member that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [ApiKeyStatus], description: 'In one of these states.' }),
    createdBy: t.id({ description: 'Made by this person.' }),
    organisationId: t.id({ description: 'Of this organisation; for operators, who see all.' }),
  }),
})

builder.queryFields((t) => ({
  apiKeys: t.connection(
    {
      type: ApiKey,
      description: 'The API keys of the organisation that you act for.',
      args: {
        filter: t.arg({ type: ApiKeyFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By creation; which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'accounts:write')
        const page = pageRequest(args, createdOrder, direction)
        const rows = await readKeys(view.db, view.caller, filter ?? {}, view.clock.now(), page)
        return pageOf(rows, page, creationKey)
      },
    },
    ApiKeyConnection,
  ),
}))
