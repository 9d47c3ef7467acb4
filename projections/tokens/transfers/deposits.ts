import { definitions } from '../../../domain/tokens/transfers/deposit-events.ts'
import type { DepositEvent } from '../../../domain/tokens/transfers/deposit-events.ts'
import type { DepositStatus } from '../../../domain/tokens/transfers/deposit.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'token_transfers'

const statusOf = ({ type, data }: DepositEvent): DepositStatus => {
  switch (type) {
    case 'TokenDepositSeen':
      return 'PENDING'
    case 'TokenDepositOrphaned':
      return 'ORPHANED'
    case 'TokenDepositFinalised':
      return data.organisation === undefined ? 'UNCLAIMED' : 'CREDITED'
    case 'TokenDepositRefused':
      return 'UNCLAIMED'
    case 'TokenDepositClaimed':
      return 'CREDITED'
  }
}

/** What came to the treasury from addresses. */
export const tokenDeposits = projectionOf({
  name: 'token-deposits',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { transfer_id: data.depositId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { type, data, position } = event
    const { depositId: transfer_id, chain, amount, organisation, unclaimedFor } = data
    const changed_at = new Date(data.at)
    const before = rows.get(table, { transfer_id })
    const { address, transaction_hash } =
      type === 'TokenDepositSeen'
        ? { address: data.from, transaction_hash: data.transactionHash }
        : existing(before, event)
    const row = {
      ...({ transfer_id, kind: 'DEPOSIT', chain, address, amount, transaction_hash } as const),
      status: statusOf(event),
      unclaimed_for: unclaimedFor ?? null,
      organisation: type === 'TokenDepositRefused' ? null : (organisation ?? null),
      transaction_id: null,
      requested_at: before?.requested_at ?? changed_at,
      changed_at,
      created_position: before?.created_position ?? position,
      position,
    }
    return [{ do: 'put', table, row }]
  },
})
