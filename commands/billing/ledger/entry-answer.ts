import type { JournalEntry } from '../../../domain/billing/ledger/journal.ts'
import type { ChangeResult } from '../../shared/change.ts'

/** Which entry, and where it is now. */
export const entryAnswer = (entryId: string, changed: ChangeResult<JournalEntry>) =>
  'stream' in changed ? { answer: { entryId, status: changed.state.status }, changed } : changed
