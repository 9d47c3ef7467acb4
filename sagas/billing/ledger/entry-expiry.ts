import { z } from 'zod'
import { journal } from '../../../domain/billing/ledger/journal.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga } from '../../runtime/saga.ts'

const Prepared = z.object({ entryId: z.string(), expiresAt: z.string() })

/** The names are stored: they never change. */
export type EntryExpiryEffect = { readonly kind: 'expire'; readonly entryId: string }

type State = { readonly entryId?: string }

/** Ends a pending adjusting entry whose time is over, so that nobody waits for it and nobody posts it late. */
export const entryExpiry: Saga<State, EntryExpiryEffect> = {
  name: 'entryExpiry',
  version: 1,
  streamPrefixes: ['journal-'],
  routes: {
    JournalEntryPrepared: { starts: 'entryId' },
    JournalEntryPosted: { stops: 'entryId', outcome: 'POSTED' },
    JournalEntryVoided: { stops: 'entryId', outcome: 'VOIDED' },
  },
  mayRest: false,
  initial: {},
  evolve: (state, message) => {
    if (message.type !== 'input') return state
    const prepared = Prepared.safeParse(message.input.data)
    return prepared.success ? { entryId: prepared.data.entryId } : state
  },
  decide: (message, { entryId }) => {
    switch (message.type) {
      case 'input': {
        const prepared = Prepared.safeParse(message.input.data)
        return prepared.success
          ? [{ do: 'schedule', name: 'expiry', dueAt: prepared.data.expiresAt }]
          : [{ do: 'unschedule', name: 'expiry' }]
      }
      case 'timer':
        return entryId === undefined ? [] : [{ do: 'request', effect: { kind: 'expire', entryId } }]
      case 'succeeded':
        return [{ do: 'end', outcome: 'EXPIRED' }]
      case 'refused':
      case 'unknown':
        return [{ do: 'end', outcome: 'NOT_EXPIRED' }]
    }
  },
}

export const performEntryExpiryEffects: Performers<EntryExpiryEffect> = {
  expire: ({ entryId }, tools) =>
    changeAs(tools, journal, entryId, { type: 'ExpireEntry', entryId }),
}
