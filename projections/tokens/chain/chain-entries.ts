import { statusAfter } from '../../../domain/tokens/chain/entry.ts'
import { definitions } from '../../../domain/tokens/chain/entry-events.ts'
import { projectionOf } from '../../shared/projection.ts'

const table = 'chain_entries'

/** What the hub's contracts said on its chains. */
export const chainEntries = projectionOf({
  name: 'chain-entries',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { entry_id: data.entryId }, isNew: revision === 0n },
  ],
  apply: ({ type, data, revision, position }, rows) => {
    const { entryId: entry_id, chain, contract, event, ordinal, block, observation } = data
    const before = rows.get(table, { entry_id })
    const changed_at = new Date(data.at)
    const row = {
      ...{ entry_id, chain, contract, event, ordinal, observation, changed_at },
      ...{ arguments: data.arguments, transaction_hash: data.transactionHash },
      block_number: BigInt(block.number),
      block_hash: block.hash,
      block_at: new Date(block.at),
      status: statusAfter[type],
      seen_at: before?.seen_at ?? changed_at,
      created_position: before?.created_position ?? position,
      ...{ revision, position },
    }
    return [{ do: 'put', table, row }]
  },
})
