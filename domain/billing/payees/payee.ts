import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted } from '../../shared/values.ts'
import { settleEarnings, type SettleEarnings } from './earnings.ts'
import { definitions, type PayeeEvent } from './payee-events.ts'
import { evolve, initial, type Payee, type PayeeSettings } from './payee-state.ts'
import { recordPayout, wishPayout, type PayoutRecord, type PayoutWish } from './payouts.ts'
import type { AccountState } from './values.ts'

/**
 * An organisation that earns: seller of apps, owner of devices, or both. One stream for all of its assets, so that whether
 * it may be paid, and what there is to pay, are decided together. Its id is the organisation's.
 */
export const category = 'payee'

// Commands.
export type PayeeCommand = { readonly organisation: string } & (
  | {
      readonly type: 'StartOnboarding'
      /** What the provider calls the payee. */
      readonly accountId: string
      readonly country: string
    }
  | {
      readonly type: 'RecordAccount'
      readonly accountId: string
      readonly onboarding: AccountState
      readonly requirementsDue: readonly string[]
    }
  /** What is not given stays. */
  | { readonly type: 'ChangeSettings'; readonly settings: Partial<PayeeSettings> }
  | SettleEarnings
  | PayoutWish
  | PayoutRecord
)

export const decide = (
  command: PayeeCommand,
  state: Payee,
  meta: DecisionMeta,
): Decision<PayeeEvent> => {
  const { organisation } = command
  const fact = { organisation, at: meta.now }
  switch (command.type) {
    case 'StartOnboarding': {
      const { accountId, country } = command
      // Whoever comes second finds the account of the first.
      if (state.accountId !== undefined) return []
      return [{ type: 'PayeeOnboardingStarted', data: { ...fact, accountId, country } }]
    }
    case 'RecordAccount':
      return recordAccount(command, state, meta)
    case 'ChangeSettings': {
      const { schedule, minimums, holdBackDays } = { ...state.settings, ...command.settings }
      const after = { schedule, minimums: [...minimums], holdBackDays }
      return same(after, state.settings)
        ? []
        : [{ type: 'PayeeSettingsChanged', data: { ...fact, ...after } }]
    }
    case 'SettleEarnings':
      return settleEarnings(organisation, command, state, meta)
    case 'RequestPayout':
    case 'RequestDuePayouts':
      return wishPayout(organisation, command, state, meta)
    case 'RecordPayoutSent':
    case 'RecordPayoutUnknown':
    case 'RecordPayoutPaid':
    case 'RecordPayoutFailed':
      return recordPayout(organisation, command, state, meta)
    default:
      return exhausted(command)
  }
}

type RecordAccount = Extract<PayeeCommand, { readonly type: 'RecordAccount' }>

/** What was looked up at the provider's. It may be news of an account that this payee does not have: then it is not its own. */
const recordAccount = (
  { organisation, accountId, onboarding, requirementsDue }: RecordAccount,
  state: Payee,
  { now }: DecisionMeta,
): Decision<PayeeEvent> => {
  if (state.accountId !== accountId)
    return reject('NOT_FOUND', 'This payee has no such account at the provider’s.')
  const known = { onboarding: state.onboarding, requirementsDue: state.requirementsDue }
  if (same({ onboarding, requirementsDue }, known)) return []
  const data = {
    ...{ organisation, accountId, onboarding },
    requirementsDue: [...requirementsDue],
    at: now,
  }
  return [{ type: 'PayeeAccountChanged', data }]
}

export const payee: Aggregate<Payee, PayeeCommand, PayeeEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
