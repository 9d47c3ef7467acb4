import { chainWithdrawalDefinitions } from '../../../domain/billing/wallet/chain-withdrawals.ts'
import { withdrawalPurpose } from '../../../domain/tokens/transfers/withdrawal-purpose.ts'
import { definitions as transactionDefinitions } from '../../../domain/tokens/transactions/transaction-events.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'token_transfers'

/** What went from wallets to addresses, and in which transaction. */
export const tokenWithdrawals = projectionOf({
  name: 'token-withdrawals',
  definitions: [...chainWithdrawalDefinitions, ...transactionDefinitions],
  touches: ({ type, data }) => {
    if ('withdrawalId' in data)
      return [
        {
          table,
          key: { transfer_id: data.withdrawalId },
          isNew: type === 'ChainWithdrawalStarted',
        },
      ]
    return data.purpose.kind === withdrawalPurpose
      ? [{ table, key: { transfer_id: data.purpose.id }, isNew: false }]
      : []
  },
  apply: (event, rows) => {
    const { type, data, position } = event
    const changed_at = new Date(data.at)
    switch (type) {
      case 'ChainWithdrawalStarted': {
        const { withdrawalId: transfer_id, chain, address, amount, organisation } = data
        const row = {
          ...({ transfer_id, kind: 'WITHDRAWAL', chain, address, amount, organisation } as const),
          ...({ status: 'STARTED', unclaimed_for: null } as const),
          ...{ transaction_hash: null, transaction_id: null },
          ...{ requested_at: changed_at, changed_at, created_position: position, position },
        }
        return [{ do: 'put', table, row }]
      }
      case 'ChainWithdrawalSettled':
      case 'ChainWithdrawalReturned': {
        const before = existing(rows.get(table, { transfer_id: data.withdrawalId }), event)
        const status = type === 'ChainWithdrawalSettled' ? 'SETTLED' : 'RETURNED'
        return [{ do: 'put', table, row: { ...before, status, changed_at, position } }]
      }
      default: {
        const { purpose, transactionId: transaction_id } = data
        if (purpose.kind !== withdrawalPurpose) return []
        const before = existing(rows.get(table, { transfer_id: purpose.id }), event)
        const known = { ...before, transaction_id, changed_at, position }
        switch (type) {
          case 'ChainTransactionRequested':
            return [{ do: 'put', table, row: known }]
          case 'TransactionIncluded':
            return [{ do: 'put', table, row: { ...known, transaction_hash: data.hash } }]
          case 'TransactionOrphaned':
            return [{ do: 'put', table, row: { ...known, transaction_hash: null } }]
          default:
            return []
        }
      }
    }
  },
})
