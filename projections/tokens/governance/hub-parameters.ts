import { definitions } from '../../../domain/tokens/governance/hub-parameters.ts'
import { projectionOf } from '../../shared/projection.ts'

const table = 'hub_parameters'

/** What holders of the token have decided. What the hub did not take changes nothing. */
export const hubParameters = projectionOf({
  name: 'hub-parameters',
  definitions,
  touches: ({ type, data }) =>
    type === 'HubParameterSet' ? [{ table, key: { name: data.name }, isNew: false }] : [],
  apply: ({ type, data, revision, position }, rows) => {
    if (type !== 'HubParameterSet') return []
    const { name, value, chain, entryId: entry_id, transactionHash: transaction_hash } = data
    const before = rows.get(table, { name })
    const row = {
      ...{ name, value, chain, entry_id, transaction_hash, set_at: new Date(data.at) },
      created_position: before?.created_position ?? position,
      ...{ revision, position },
    }
    return [{ do: 'put', table, row }]
  },
})
