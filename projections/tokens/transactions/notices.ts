import { subjects, type TransactionNotice } from '../../../platform/positions/notices.ts'
import type { Notice } from '../../shared/notice.ts'
import type { ChainTransactionRow } from './tables.ts'

export const transactionNotice = (row: ChainTransactionRow): Notice => {
  const { transaction_id: transactionId, status } = row
  const message: TransactionNotice = {
    ...{ transactionId, status },
    revision: row.revision.toString(),
    position: row.position.toString(),
  }
  return { subject: subjects.chainTransaction(transactionId), message }
}
