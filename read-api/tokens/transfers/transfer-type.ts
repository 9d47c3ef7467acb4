import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { ofQvt } from '../staking/qvt.ts'
import { TokenTransfer } from './refs.ts'

export const TransferKind = builder.enumType('TokenTransferKind', {
  description: 'Which way QVT go.',
  values: {
    DEPOSIT: { description: 'From a chain into a wallet.' },
    WITHDRAWAL: { description: 'From a wallet to a chain.' },
  },
})

export const TransferStatus = builder.enumType('TokenTransferStatus', {
  description: 'Where a transfer is.',
  values: {
    PENDING: { description: 'A deposit that was seen in a block, which may go.' },
    ORPHANED: { description: 'Its block is gone. It may be seen again in another one.' },
    CREDITED: { description: 'Final on the chain, and credit of the wallet.' },
    UNCLAIMED: { description: 'Final on the chain, and nobody’s until it is claimed.' },
    STARTED: { description: 'A withdrawal that left the wallet and is on its way.' },
    SETTLED: { description: 'It arrived, and that is final.' },
    RETURNED: { description: 'The chain did not carry it out; it is credit again.' },
  },
})

const UnclaimedReason = builder.enumType('UnclaimedReason', {
  description: 'Why a deposit is nobody’s.',
  values: {
    UNLINKED: { description: 'No organisation has linked the address it came from.' },
    BELOW_MINIMUM: { description: 'It is less than is credited by itself.' },
    WALLET_REFUSED: { description: 'The wallet could not take it.' },
  },
})

TokenTransfer.implement({
  description: 'QVT that came from a chain, or go to one.',
  fields: (t) => ({
    transferId: t.exposeID('transfer_id', { description: 'Of the deposit, or the withdrawal.' }),
    kind: t.expose('kind', { type: TransferKind, description: 'Which way.' }),
    chain: t.exposeID('chain', { description: 'The hub’s key of the chain.' }),
    address: t.exposeString('address', { description: 'Where it came from, or goes to.' }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: ({ amount }) => ofQvt(amount),
    }),
    status: t.expose('status', { type: TransferStatus, description: 'Where it is.' }),
    unclaimedFor: t.expose('unclaimed_for', {
      ...{ type: UnclaimedReason, nullable: true },
      description: 'Why it is, or was, nobody’s; null when it was not.',
    }),
    organisationId: t.exposeID('organisation', {
      nullable: true,
      description: 'Whose it is; null while that is not known.',
    }),
    walletId: t.id({
      nullable: true,
      description: 'The wallet that books it.',
      resolve: ({ organisation }) => (organisation === null ? null : `${organisation}-QVT`),
    }),
    transactionHash: t.exposeString('transaction_hash', {
      nullable: true,
      description: 'In which transaction of the chain; null while it is in no block.',
    }),
    transactionId: t.exposeID('transaction_id', {
      nullable: true,
      description: 'Of a withdrawal, the hub’s own transaction.',
    }),
    requestedAt: t.expose('requested_at', {
      type: 'DateTime',
      description: 'When it was first seen, or asked for.',
    }),
    changedAt: t.expose('changed_at', {
      type: 'DateTime',
      description: 'When something was last heard of it.',
    }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})
