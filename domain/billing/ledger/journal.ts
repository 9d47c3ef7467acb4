import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { msOf } from '../../shared/instant.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { definitions, type JournalEvent } from './journal-events.ts'
import { abovePending, illBooking, illExpiry, illLegs } from './journal-rules.ts'
import { swapped, type Posting } from './postings.ts'

/**
 * An operator's adjusting entry between accounts that no stream keeps a limit on: entered at once, or prepared first and
 * then posted (whole or in part), voided or expired. What was entered is never changed: it is reversed, once.
 */
export const category = 'journal'

// State.
type Content = {
  readonly asset: string
  readonly legs: readonly Posting[]
  readonly bookedAt?: string
}
export type JournalEntry =
  | { readonly status: 'ABSENT' }
  | ({ readonly status: 'PENDING'; readonly expiresAt: string } & Content)
  | ({ readonly status: 'POSTED' | 'VOIDED' | 'EXPIRED' | 'REVERSED' } & Content)

export const initial: JournalEntry = { status: 'ABSENT' }

const booked = (bookedAt: string | undefined) => (bookedAt === undefined ? {} : { bookedAt })

export const evolve = (state: JournalEntry, event: JournalEvent): JournalEntry => {
  switch (event.type) {
    case 'JournalEntryRecorded':
    case 'JournalEntryPosted': {
      const { asset, postings, bookedAt } = event.data
      return { status: 'POSTED', asset, legs: postings, ...booked(bookedAt) }
    }
    case 'JournalEntryPrepared': {
      const { asset, legs, expiresAt, bookedAt } = event.data
      return { status: 'PENDING', asset, legs, expiresAt, ...booked(bookedAt) }
    }
    case 'JournalEntryVoided':
      return state.status === 'ABSENT' ? state : { ...state, status: 'VOIDED' }
    case 'JournalEntryExpired':
      return state.status === 'ABSENT' ? state : { ...state, status: 'EXPIRED' }
    case 'JournalEntryReversed':
      return state.status === 'ABSENT' ? state : { ...state, status: 'REVERSED' }
    default:
      return exhausted(event)
  }
}

// Commands.
type Wished = {
  readonly asset: string
  readonly legs: readonly Posting[]
  readonly reason: string
  /** When it happened economically, if that is not now. */
  readonly bookedAt?: string
}
export type JournalCommand = { readonly entryId: string } & (
  | ({ readonly type: 'RecordEntry' } & Wished)
  | ({ readonly type: 'PrepareEntry'; readonly expiresAt: string } & Wished)
  /** All that was prepared, or these legs of it. */
  | { readonly type: 'PostEntry'; readonly reason: string; readonly legs?: readonly Posting[] }
  | { readonly type: 'VoidEntry'; readonly reason: string }
  | { readonly type: 'ExpireEntry' }
  | { readonly type: 'ReverseEntry'; readonly reason: string }
)

export const decide = (
  command: JournalCommand,
  state: JournalEntry,
  meta: DecisionMeta,
): Decision<JournalEvent> => {
  const { entryId } = command
  const transaction = { entryId, transactionId: meta.id('transaction'), at: meta.now }
  if (command.type === 'RecordEntry' || command.type === 'PrepareEntry') {
    const { asset, legs, reason, bookedAt } = command
    if (state.status !== 'ABSENT')
      return reject('ALREADY_EXISTS', 'There is an entry with this id.')
    const ill = illLegs(legs) ?? illBooking(bookedAt, meta.now)
    if (ill !== undefined) return ill
    if (command.type === 'RecordEntry') {
      const data = { ...transaction, asset, postings: [...legs], reason, ...booked(bookedAt) }
      return [{ type: 'JournalEntryRecorded', data }]
    }
    const { expiresAt } = command
    const content = { asset, legs: [...legs], reason, expiresAt, ...booked(bookedAt) }
    return (
      illExpiry(expiresAt, meta.now) ?? [
        { type: 'JournalEntryPrepared', data: { entryId, at: meta.now, ...content } },
      ]
    )
  }
  if (state.status === 'ABSENT') return reject('NOT_FOUND', 'There is no such entry.')
  const notFrom = reject('ILLEGAL_ENTRY_TRANSITION', `This entry is ${state.status}.`)
  switch (command.type) {
    case 'PostEntry': {
      if (state.status !== 'PENDING') return notFrom
      // Its time counts, not when somebody got round to writing down that it is over.
      if (msOf(meta.now) >= msOf(state.expiresAt))
        return reject('ILLEGAL_ENTRY_TRANSITION', `This entry expired at ${state.expiresAt}.`)
      const legs = command.legs ?? state.legs
      const ill = illLegs(legs) ?? abovePending(legs, state.legs)
      if (ill !== undefined) return ill
      const { asset, bookedAt } = state
      const { reason } = command
      const data = { ...transaction, asset, postings: [...legs], reason, ...booked(bookedAt) }
      return [{ type: 'JournalEntryPosted', data }]
    }
    case 'VoidEntry': {
      if (state.status !== 'PENDING') return state.status === 'VOIDED' ? [] : notFrom
      const { reason } = command
      return [{ type: 'JournalEntryVoided', data: { entryId, reason, at: meta.now } }]
    }
    case 'ExpireEntry':
      // The timer's word: one that comes after the entry was resolved has nothing to do.
      return state.status === 'PENDING'
        ? [{ type: 'JournalEntryExpired', data: { entryId, at: meta.now } }]
        : []
    case 'ReverseEntry': {
      if (state.status === 'REVERSED')
        return reject('ENTRY_ALREADY_REVERSED', 'An entry is reversed once.')
      if (state.status !== 'POSTED') return notFrom
      const { asset, legs } = state
      const { reason } = command
      const data = { ...transaction, asset, postings: [...swapped(legs)], reason }
      return [{ type: 'JournalEntryReversed', data }]
    }
    default:
      return exhausted(command)
  }
}

export const journal: Aggregate<JournalEntry, JournalCommand, JournalEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
