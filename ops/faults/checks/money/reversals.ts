import { journal } from '../../../../domain/billing/ledger/journal.ts'
import type { JournalEvent } from '../../../../domain/billing/ledger/journal-events.ts'
import { moneyStreams } from '../../../../domain/billing/ledger/money-events.ts'
import { swapped, type Posting } from '../../../../domain/billing/ledger/postings.ts'
import { dataOf, streamsOf } from '../streams.ts'
import { placeOf, type LogCheck } from './log-check.ts'

const textOf = (legs: readonly Posting[]): string =>
  legs
    .map(({ account, side, amount }) => `${side} ${account} ${amount}`)
    .sort()
    .join(', ')

/** Invariant 14: facts are never deleted; what was entered is reversed by the same legs on the other sides, once. */
export const reversals: LogCheck = ({ log }) => {
  const entries = [...streamsOf(log, journal.category)].flatMap(([entryId, events]) => {
    const posted = [
      ...dataOf<JournalEvent, 'JournalEntryRecorded'>(events, 'JournalEntryRecorded'),
      ...dataOf<JournalEvent, 'JournalEntryPosted'>(events, 'JournalEntryPosted'),
    ]
    const reversed = dataOf<JournalEvent, 'JournalEntryReversed'>(events, 'JournalEntryReversed')
    const [original] = posted
    return [
      ...(posted.length > 1 ? [`entry ${entryId} was posted ${posted.length} times`] : []),
      ...(reversed.length > 1 ? [`entry ${entryId} was reversed ${reversed.length} times`] : []),
      ...reversed.flatMap(({ postings }) =>
        original !== undefined && textOf(swapped(original.postings)) === textOf(postings)
          ? []
          : [`entry ${entryId} was reversed by other legs than its own`],
      ),
    ]
  })
  const gaps = moneyStreams.flatMap(({ mover }) =>
    [...streamsOf(log, mover).values()].flatMap((events) =>
      events.flatMap((event, index) =>
        event.revision === BigInt(index) ? [] : [`${placeOf(event)}: events before it are gone`],
      ),
    ),
  )
  return [...entries, ...gaps]
}
