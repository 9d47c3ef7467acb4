import { z } from 'zod'
import { lookAtAccount, stateOf } from '../../../commands/billing/payees/provider-account.ts'
import { payee } from '../../../domain/billing/payees/payee.ts'
import { AccountState } from '../../../domain/billing/payees/values.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type AccountEffect = {
  readonly kind: 'lookAtAccount'
  readonly organisation: string
  readonly accountId: string
}

const Account = z.object({ organisation: z.string(), accountId: z.string() })
type State = z.output<typeof Account>

const Looked = z.strictObject({ onboarding: AccountState })

const dayMs = 86_400_000

const evolve = (state: State, message: SagaMessage): State =>
  message.type === 'input' && message.input.type === 'PayeeOnboardingStarted'
    ? Account.parse(message.input.data)
    : state

const look = (state: State): SagaAction<AccountEffect> => ({
  do: 'request',
  effect: { kind: 'lookAtAccount', ...state },
})

const nextLook = (now: string, days: number): SagaAction<AccountEffect> => ({
  do: 'schedule',
  name: 'look',
  dueAt: instantOf(msOf(now) + days * dayMs),
})

/**
 * Keeps what is known of a payee's account at the provider's: when a notice says that it changed, and now and then, for a
 * notice may be lost.
 */
export const payeeAccountWatch: Saga<State, AccountEffect> = {
  name: 'payeeAccountWatch',
  version: 1,
  streamPrefixes: ['payee-', 'providerNotice-'],
  routes: {
    PayeeOnboardingStarted: { starts: 'organisation' },
    ProviderNoticeReceived: { continues: 'payeeOrganisation', optional: true },
  },
  mayRest: false,
  initial: { organisation: '', accountId: '' },
  evolve,
  decide: (message, before, now) => {
    const state = evolve(before, message)
    switch (message.type) {
      case 'input':
        return message.input.type === 'PayeeOnboardingStarted' ? [nextLook(now, 1)] : [look(state)]
      case 'timer':
        return [look(state), nextLook(now, 1)]
      case 'succeeded':
        return [nextLook(now, Looked.parse(message.result).onboarding === 'ACTIVE' ? 7 : 1)]
      case 'refused':
      case 'unknown':
        return []
      default:
        return exhausted(message)
    }
  },
}

/** Looks, and puts on record what is seen. */
export const performAccountEffects: Performers<AccountEffect> = {
  lookAtAccount: async ({ organisation, accountId }, tools) => {
    const account = await lookAtAccount(tools.services.payments, accountId)
    if ('code' in account) {
      if (account.code === 'UNAVAILABLE') throw new TryAgain(account.detail)
      return { type: 'refused', code: account.code, detail: account.detail }
    }
    const onboarding = stateOf(account)
    return changeAs(
      tools,
      payee,
      organisation,
      {
        type: 'RecordAccount',
        ...{ organisation, accountId, onboarding },
        requirementsDue: account.requirementsDue,
      },
      () => ({ onboarding }),
    )
  },
}
