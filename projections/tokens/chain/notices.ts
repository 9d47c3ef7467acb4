import { subjects, type ChainNotice } from '../../../platform/positions/notices.ts'
import type { Notice } from '../../shared/notice.ts'
import type { ChainRow } from './tables.ts'

export const chainNotice = (row: ChainRow): Notice => {
  const { chain } = row
  const message: ChainNotice = {
    ...{ chain, headNumber: row.head_number.toString() },
    revision: row.revision.toString(),
    position: row.position.toString(),
  }
  return { subject: subjects.chain(chain), message }
}
