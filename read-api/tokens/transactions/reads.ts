import type { View } from '../../view/view.ts'

/** Transactions, each with the last block of its chain that was followed. */
export const transactionsOn = (db: View['db']) =>
  db
    .selectFrom('chain_transactions')
    .selectAll('chain_transactions')
    .select((e) =>
      e
        .selectFrom('chains')
        .whereRef('chains.chain', '=', 'chain_transactions.chain')
        .select('chains.head_number')
        .as('head_number'),
    )

export const readTransaction = (db: View['db'], transactionId: string) =>
  transactionsOn(db).where('transaction_id', '=', transactionId).executeTakeFirst()
