import { subjects, type WalletNotice } from '../../platform/positions/notices.ts'
import type { Notice } from '../shared/notice.ts'
import type { WalletRow } from './tables.ts'

export const walletNotice = (row: WalletRow): Notice => {
  const message: WalletNotice = {
    walletId: row.wallet_id,
    organisation: row.organisation,
    asset: row.asset,
    available: row.available,
    held: row.held,
    revision: row.revision.toString(),
    position: row.position.toString(),
  }
  return { subject: subjects.wallet(row.wallet_id), message }
}
