import { builder } from '../../schema/builder.ts'
import { ChainTransaction } from './refs.ts'

export const TransactionStatus = builder.enumType('ChainTransactionStatus', {
  description: 'How far a transaction of the hub is.',
  values: {
    AWAITING: { description: 'No node has it: it waits to be sent, or was forgotten.' },
    SEEN: { description: 'A node has it; it waits for a block.' },
    CONFIRMING: { description: 'It stands in a block, which may go.' },
    SAFE: { description: 'That will hardly happen any more.' },
    FINALISED: { description: 'It stays, as the policy of the chain has it.' },
    ORPHANED: { description: 'Its block is gone. It is sent again, the same bytes.' },
    REPLACED: { description: 'Something that does nothing stands under its nonce for good.' },
    FAILED: { description: 'The contract threw it out for good, or it never went out.' },
  },
})

ChainTransaction.implement({
  description: 'What the hub has one of its contracts do on a chain. For operators.',
  fields: (t) => ({
    chainTransactionId: t.exposeID('transaction_id', { description: 'The hub’s id of it.' }),
    chain: t.exposeID('chain', { description: 'Which chain.' }),
    signer: t.exposeString('signer', { description: 'Whose key: `TREASURY`, `OPERATOR`.' }),
    contract: t.exposeString('contract', {
      description: 'Which contract; `SELF` is the signer’s own address.',
    }),
    method: t.exposeString('method', { description: 'Which method of it.' }),
    arguments: t.stringList({
      description: 'With what: numbers in decimal, bytes in hex.',
      resolve: (row) => [...row.arguments],
    }),
    purposeKind: t.exposeString('purpose_kind', {
      description: 'What for: `WITHDRAWAL`, `TOKEN_PAYMENT`.',
    }),
    purposeId: t.exposeID('purpose_id', { description: 'Which of those.' }),
    status: t.field({
      type: TransactionStatus,
      description: 'How far it is.',
      resolve: ({ status }) => status,
    }),
    address: t.exposeString('address', { nullable: true, description: 'Of the signer.' }),
    nonce: t.exposeInt('nonce', {
      nullable: true,
      description: 'Its place in the order of what that address sends.',
    }),
    attempts: t.exposeInt('attempts', {
      description: 'How often it was signed under this nonce: more than once when it was raised.',
    }),
    hash: t.exposeString('hash', {
      nullable: true,
      description: 'Of the attempt that was signed last, or stands in a block.',
    }),
    maxFee: t.exposeString('max_fee', {
      nullable: true,
      description: 'Wei that were offered for a unit of gas at most.',
    }),
    maxPriorityFee: t.exposeString('max_priority_fee', {
      nullable: true,
      description: 'Of that, for who makes the block.',
    }),
    blockNumber: t.string({
      nullable: true,
      description: 'The block that it stands in.',
      resolve: ({ block_number }) => block_number?.toString() ?? null,
    }),
    blockHash: t.exposeString('block_hash', { nullable: true, description: 'Its hash.' }),
    blockAt: t.expose('block_at', {
      ...{ type: 'DateTime', nullable: true },
      description: 'When the chain made it.',
    }),
    confirmations: t.string({
      description: 'Blocks from its own to the last one that was followed.',
      resolve: ({ head_number, block_number }) =>
        head_number === null || block_number === null || head_number < block_number
          ? '0'
          : (head_number - block_number + 1n).toString(),
    }),
    gasUsed: t.exposeString('gas_used', { nullable: true, description: 'Units of gas.' }),
    gasPrice: t.exposeString('gas_price', { nullable: true, description: 'Wei a unit.' }),
    failureCode: t.exposeString('failure_code', {
      nullable: true,
      description: 'Why not: the contract’s error, or the hub’s word.',
    }),
    failureDetail: t.exposeString('failure_detail', { nullable: true, description: 'In words.' }),
    requestedAt: t.expose('requested_at', {
      type: 'DateTime',
      description: 'When it was asked for.',
    }),
    changedAt: t.expose('changed_at', {
      type: 'DateTime',
      description: 'When something was last heard of it.',
    }),
    endedAt: t.expose('ended_at', {
      ...{ type: 'DateTime', nullable: true },
      description: 'When it came to its end.',
    }),
  }),
})
