import { user } from '../../domain/accounts/user.ts'
import { completeErasure } from '../../commands/accounts/erasure/complete-erasure.ts'
import { execute } from '../../commands/shared/execute.ts'
import { FootprintBusy } from '../../platform/personal-data/footprint.ts'
import { succeeded, type Performers } from '../runtime/effects.ts'
import { TryAgain } from '../runtime/outage.ts'
import type { Saga } from '../runtime/saga.ts'

/** The names are stored: they never change. */
export type ErasureEffect = { readonly kind: 'erase'; readonly userId: string }

type State = { readonly userId: string }

/** Erases whoever has closed their account, and does not rest until it is done. */
export const accountErasure: Saga<State, ErasureEffect> = {
  name: 'accountErasure',
  version: 1,
  streamPrefixes: [`${user.category}-`],
  routes: {
    AccountClosed: { starts: 'userId' },
    AccountErased: { stops: 'userId', outcome: 'ERASED' },
  },
  mayRest: true,
  deadlineSeconds: 24 * 3600,
  initial: { userId: '' },
  // The log's contract says that these events name the person.
  evolve: (state, message) =>
    message.type === 'input' ? { userId: (message.input.data as State).userId } : state,
  decide: (message) =>
    message.type === 'input' && message.input.type === 'AccountClosed'
      ? [{ do: 'request', effect: { kind: 'erase', userId: (message.input.data as State).userId } }]
      : [],
}

export const performErasure: Performers<ErasureEffect> = {
  erase: async ({ userId }, { services, context }) => {
    try {
      const outcome = await execute(services, completeErasure, { userId }, context)
      if (outcome.kind === 'done') return succeeded(null, outcome.changed.eventId)
      const { code, detail } = outcome.failure
      if (code === 'UNAVAILABLE' || code === 'CONCURRENT_CHANGE') throw new TryAgain(detail)
      return { type: 'refused', code, detail }
    } catch (error) {
      if (error instanceof FootprintBusy) throw new TryAgain(error.message, { cause: error })
      throw error
    }
  },
}
