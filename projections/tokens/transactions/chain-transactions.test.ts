import t from 'tap'
import type { ChainTransactionCommand } from '../../../domain/tokens/transactions/transaction-command.ts'
import { chainTransaction } from '../../../domain/tokens/transactions/transaction.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import {
  asked,
  block,
  hash,
  onTransaction as told,
  signed,
  transactionId,
} from '../../../test/kit/chain-transactions.ts'
import { chainTransactions } from './chain-transactions.ts'

const { given } = projection(chainTransactions)

/** The row after what these commands decided to. */
const after = (...commands: readonly ChainTransactionCommand[]) => {
  const { events } = decider(chainTransaction).after(...commands)
  const history = on(`chainTransaction-${transactionId}`, ...events)
  const last = history.at(-1)
  if (last === undefined) throw new Error('nothing was decided')
  return given(history.slice(0, -1)).when([last])
}
const row = (expected: object) => ({
  chain_transactions: [{ transaction_id: transactionId, ...expected }],
})
const out = [asked, told.nonce(3), told.signed(1), told.sent(1)] as const

t.test('a transaction from the wish to the block that stays', async () => {
  after(asked).then(row({ status: 'AWAITING', nonce: null, requested_at: new Date(meta.now) }))
  after(...out).then(row({ status: 'SEEN', nonce: 3, attempts: 1, hash: hash(1) }))
  const included = [...out, told.included(1)] as const
  after(...included).then(row({ status: 'CONFIRMING', block_number: 7n, gas_used: '21000' }))
  after(...included, told.safe(1)).then(row({ status: 'SAFE' }))
  after(...included, told.final(1)).then(row({ status: 'FINALISED', ended_at: new Date(meta.now) }))
  after(...included, told.orphaned(1)).then(row({ status: 'ORPHANED', block_hash: null }))
})

t.test('what fails, what is replaced, and what never went out', async () => {
  const revert = { code: 'PaymentExpired', detail: '' }
  after(...out, told.reverted(1, revert), told.final(1)).then(
    row({ status: 'FAILED', failure_code: 'PaymentExpired', block_hash: block.hash }),
  )
  after(asked, told.cancel).then(row({ status: 'FAILED', failure_code: 'OPERATOR' }))
  const cancelled = [
    ...out,
    told.cancel,
    { ...told.signed(2), signed: { ...signed(2), form: 'CANCEL' } },
  ] as const
  after(...cancelled).then(row({ status: 'SEEN', attempts: 2, hash: hash(2) }))
  after(...cancelled, told.included(2), told.final(2)).then(row({ status: 'REPLACED' }))
  after(...out, told.lost(3)).then(row({ status: 'AWAITING', nonce: null, hash: null }))
})
