import { exhausted } from '../../../domain/shared/values.ts'
import {
  definitions,
  type ChainTransactionEvent,
} from '../../../domain/tokens/transactions/transaction-events.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { ChainTransactionRow } from './tables.ts'

const table = 'chain_transactions'

type Requested = Extract<ChainTransactionEvent, { type: 'ChainTransactionRequested' }>['data']
type News = Partial<ChainTransactionRow>

const offTheChain = {
  ...{ block_number: null, block_hash: null, block_at: null },
  ...{ gas_used: null, gas_price: null, failure_code: null, failure_detail: null },
} as const

const asked = (
  data: Requested,
): Omit<ChainTransactionRow, 'revision' | 'position' | 'created_position'> => {
  const at = new Date(data.at)
  const { transactionId, chain, signer, contract, method, value = '0', purpose } = data
  return {
    ...{ transaction_id: transactionId, chain, signer, contract, method, value },
    arguments: data.arguments,
    ...{ purpose_kind: purpose.kind, purpose_id: purpose.id, status: 'AWAITING' },
    ...{ address: null, nonce: null, attempts: 0, hash: null },
    ...{ max_fee: null, max_priority_fee: null, ...offTheChain },
    ...{ requested_at: at, changed_at: at, ended_at: null },
  }
}

type Onward = Exclude<ChainTransactionEvent, { type: 'ChainTransactionRequested' }>

const newsOf = ({ type, data }: Onward, row: ChainTransactionRow): News => {
  const ended_at = new Date(data.at)
  switch (type) {
    case 'NonceAssigned':
      return { address: data.address, nonce: data.nonce }
    case 'NonceLost':
      return { ...offTheChain, nonce: null, hash: null, attempts: 0, status: 'AWAITING' }
    case 'TransactionSigned': {
      const { maxFee: max_fee, maxPriorityFee: max_priority_fee } = data.fees
      return { attempts: data.attempt, hash: data.hash, max_fee, max_priority_fee }
    }
    case 'TransactionBroadcast':
      return { status: 'SEEN', hash: data.hash }
    case 'TransactionDropped':
      return { status: 'AWAITING' }
    case 'TransactionReplaced':
      return { hash: data.by }
    case 'TransactionIncluded': {
      const { hash, block, gasUsed: gas_used, gasPrice: gas_price } = data
      const place = { block_hash: block.hash, block_at: new Date(block.at) }
      const block_number = BigInt(block.number)
      return { status: 'CONFIRMING', hash, block_number, ...place, gas_used, gas_price }
    }
    case 'TransactionReverted':
      return { failure_code: data.code, failure_detail: data.detail }
    case 'TransactionSafe':
      return { status: 'SAFE' }
    case 'TransactionFinalised':
      return { status: data.status === 'SUCCEEDED' ? 'FINALISED' : 'FAILED', ended_at }
    case 'TransactionOrphaned':
      return { ...offTheChain, status: 'ORPHANED' }
    case 'TransactionCancellationRequested':
      return { failure_code: data.code, failure_detail: data.detail }
    case 'TransactionCancelled': {
      // With a nonce, something else stands under it; without one it never went out.
      const status = row.nonce === null ? 'FAILED' : 'REPLACED'
      return { status, failure_code: data.code, failure_detail: data.detail, ended_at }
    }
    default:
      return exhausted(type)
  }
}

/** What the hub has contracts do, and how far each is. */
export const chainTransactions = projectionOf({
  name: 'chain-transactions',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { transaction_id: data.transactionId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { data, revision, position } = event
    if (event.type === 'ChainTransactionRequested') {
      const row = { ...asked(event.data), created_position: position, revision, position }
      return [{ do: 'put', table, row }]
    }
    const before = rows.get(table, { transaction_id: data.transactionId })
    const known = existing(before, event)
    const row = { ...known, ...newsOf(event, known), changed_at: new Date(data.at) }
    return [{ do: 'put', table, row: { ...row, revision, position } }]
  },
})
