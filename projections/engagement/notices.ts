import { subjects } from '../../platform/positions/notices.ts'
import type { Notice } from '../shared/notice.ts'
import type { NotificationRow } from './tables.ts'

/** Who follows the audience is told how far to look, once for all that a commit brought. */
export const notificationNotices = (rows: readonly NotificationRow[]): readonly Notice[] => {
  const newest = new Map<string, bigint>()
  for (const { audience_id, position } of rows)
    if (position > (newest.get(audience_id) ?? -1n)) newest.set(audience_id, position)
  return [...newest].map(([audience, position]) => ({
    subject: subjects.notifications(audience),
    message: { position: position.toString() },
  }))
}
