import { builder } from '../../schema/builder.ts'
import { ChainEntry } from './refs.ts'

export const EntryStatus = builder.enumType('ChainEntryStatus', {
  description: 'How surely something stands on a chain.',
  values: {
    SEEN: { description: 'It stands in a block, which may go.' },
    SAFE: { description: 'That will hardly happen any more.' },
    FINALISED: { description: 'It stays, as the policy of the chain has it.' },
    ORPHANED: { description: 'Its block is gone. It may be seen again in another one.' },
  },
})

ChainEntry.implement({
  description: 'What one of the hub’s contracts said on a chain. For operators.',
  fields: (t) => ({
    entryId: t.exposeID('entry_id', { description: 'The same in whichever block it stands.' }),
    chain: t.exposeID('chain', { description: 'Which chain.' }),
    contract: t.exposeString('contract', { description: 'Which contract: `QVT`, `PAYMENTS`.' }),
    event: t.exposeString('event', { description: 'What it said: `Transfer`.' }),
    arguments: t.expose('arguments', {
      type: 'JSONObject',
      description: 'About what: numbers in decimal, bytes in hex.',
    }),
    transactionHash: t.exposeString('transaction_hash', { description: 'In which transaction.' }),
    ordinal: t.exposeInt('ordinal', { description: 'Which of that one’s logs it is, from 0.' }),
    blockNumber: t.string({
      description: 'The block that it stands in, or stood in last.',
      resolve: ({ block_number }) => block_number.toString(),
    }),
    blockHash: t.exposeString('block_hash', { description: 'Its hash.' }),
    blockAt: t.expose('block_at', { type: 'DateTime', description: 'When the chain made it.' }),
    status: t.field({
      type: EntryStatus,
      description: 'How surely it stands there.',
      resolve: ({ status }) => status,
    }),
    confirmations: t.string({
      description: 'Blocks from its own to the last one that was followed; 0 when it is orphaned.',
      resolve: ({ status, head_number, block_number }) =>
        status === 'ORPHANED' || head_number === null || head_number < block_number
          ? '0'
          : (head_number - block_number + 1n).toString(),
    }),
    observation: t.exposeInt('observation', {
      description: 'How often it was seen in a block: more than once after a reorganisation.',
    }),
    seenAt: t.expose('seen_at', { type: 'DateTime', description: 'When that was, first.' }),
    changedAt: t.expose('changed_at', {
      type: 'DateTime',
      description: 'When its status last changed.',
    }),
  }),
})
