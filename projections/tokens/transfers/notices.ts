import { subjects } from '../../../platform/positions/notices.ts'
import type { Notice } from '../../shared/notice.ts'
import type { TokenTransferRow } from './tables.ts'

export const transferNotice = ({ transfer_id, status, position }: TokenTransferRow): Notice => ({
  subject: subjects.tokenTransfer(transfer_id),
  message: { transferId: transfer_id, status, position: position.toString() },
})
