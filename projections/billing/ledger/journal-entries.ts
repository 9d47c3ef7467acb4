import { definitions } from '../../../domain/billing/ledger/journal-events.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { JournalEntryRow } from './tables.ts'

/** Operators' adjusting entries, and where each of them is. */
export const journalEntries = projectionOf({
  name: 'journal-entries',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'journal_entries', key: { entry_id: data.entryId }, isNew: revision === 0n },
  ],
  apply: (event, rows): readonly RowWrite[] => {
    const { type, data, metadata, revision, position } = event
    const put = (row: JournalEntryRow): readonly RowWrite[] => [
      { do: 'put', table: 'journal_entries', row },
    ]
    const at = new Date(data.at)
    if (type === 'JournalEntryRecorded' || type === 'JournalEntryPrepared')
      return put({
        entry_id: data.entryId,
        ...('postings' in data
          ? { status: 'POSTED', legs: data.postings, expires_at: null }
          : { status: 'PENDING', legs: data.legs, expires_at: new Date(data.expiresAt) }),
        asset: data.asset,
        reason: data.reason,
        resolution: null,
        entered_by: metadata.actor.id,
        entered_at: at,
        booked_at: data.bookedAt === undefined ? at : new Date(data.bookedAt),
        changed_at: at,
        created_position: position,
        revision,
        position,
      })
    const before = existing(rows.get('journal_entries', { entry_id: data.entryId }), event)
    const resolved = { ...before, changed_at: at, revision, position }
    switch (type) {
      case 'JournalEntryPosted':
        return put({
          ...resolved,
          status: 'POSTED',
          legs: data.postings,
          resolution: data.reason,
        })
      case 'JournalEntryVoided':
        return put({ ...resolved, status: 'VOIDED', resolution: data.reason })
      case 'JournalEntryExpired':
        return put({ ...resolved, status: 'EXPIRED' })
      case 'JournalEntryReversed':
        return put({ ...resolved, status: 'REVERSED', resolution: data.reason })
      default:
        return type satisfies never
    }
  },
})
