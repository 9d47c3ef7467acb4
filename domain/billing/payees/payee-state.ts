import { getById, setById, type IdMap } from '../../shared/id-map.ts'
import { exhausted } from '../../shared/values.ts'
import { earned, moved, nothing, type Balance } from './balance.ts'
import type { PayeeEvent, PayeeEventOf } from './payee-events.ts'
import type { OnboardingState, PayoutAsset, PayoutSchedule } from './values.ts'

export const payoutStatuses = [
  'REQUESTED',
  'SENT',
  'UNKNOWN',
  'PAID',
  'FAILED',
  'RETURNED',
] as const
/** FAILED and RETURNED: the money is back on the balance. */
export type PayoutStatus = (typeof payoutStatuses)[number]

export type Payout = {
  readonly status: PayoutStatus
  readonly asset: string
  readonly amount: bigint
  readonly accountId: string
}

export type PayeeSettings = {
  readonly schedule: PayoutSchedule
  readonly minimums: readonly { readonly asset: PayoutAsset; readonly amount: string }[]
  readonly holdBackDays: number
}

export type Payee = {
  readonly onboarding: OnboardingState
  readonly accountId?: string
  readonly requirementsDue: readonly string[]
  readonly settings: PayeeSettings
  readonly balances: Readonly<Record<string, Balance>>
  readonly payouts: IdMap<Payout>
}

/** Of who has not said otherwise: once a week, on Monday, a week after it was earned. */
export const defaultSettings: PayeeSettings = {
  schedule: { every: 'WEEK', weekday: 1 },
  minimums: [
    { asset: 'USD/2', amount: '1000' },
    { asset: 'EUR/2', amount: '1000' },
  ],
  holdBackDays: 7,
}

export const initial: Payee = {
  onboarding: 'NOT_STARTED',
  requirementsDue: [],
  settings: defaultSettings,
  balances: {},
  payouts: {},
}

export const balanceOf = ({ balances }: Payee, asset: string): Balance => balances[asset] ?? nothing

export const evolve = (state: Payee, event: PayeeEvent): Payee => {
  switch (event.type) {
    case 'PayeeOnboardingStarted':
      return { ...state, onboarding: 'PENDING', accountId: event.data.accountId }
    case 'PayeeAccountChanged': {
      const { accountId, onboarding, requirementsDue } = event.data
      return { ...state, accountId, onboarding, requirementsDue }
    }
    case 'PayeeSettingsChanged': {
      const { schedule, minimums, holdBackDays } = event.data
      return { ...state, settings: { schedule, minimums, holdBackDays } }
    }
    case 'EarningsSettled': {
      const { asset, amount, availableAt, at, toPosition } = event.data
      const balance = earned(balanceOf(state, asset), { amount: BigInt(amount), availableAt, at })
      return withBalance(state, asset, { ...balance, settledTo: BigInt(toPosition) })
    }
    case 'PayoutRequested': {
      const { payoutId, asset, accountId } = event.data
      const amount = BigInt(event.data.amount)
      const payout: Payout = { status: 'REQUESTED', asset, amount, accountId }
      return move({ ...state, payouts: setById(state.payouts, payoutId, payout) }, event, -amount)
    }
    case 'PayoutSent':
      return standing(state, event, 'SENT')
    case 'PayoutUnknown':
      return standing(state, event, 'UNKNOWN')
    case 'PayoutPaid':
      return standing(state, event, 'PAID')
    case 'PayoutFailed':
      return move(standing(state, event, 'FAILED'), event, BigInt(event.data.amount))
    case 'PayoutReturned':
      return move(standing(state, event, 'RETURNED'), event, BigInt(event.data.amount))
    default:
      return exhausted(event)
  }
}

const withBalance = (state: Payee, asset: string, balance: Balance): Payee => ({
  ...state,
  balances: { ...state.balances, [asset]: balance },
})

type Movement = PayeeEventOf<'PayoutRequested' | 'PayoutFailed' | 'PayoutReturned'>

const move = (state: Payee, { data: { asset, at } }: Movement, amount: bigint): Payee =>
  withBalance(state, asset, moved(balanceOf(state, asset), amount, at))

const standing = (
  state: Payee,
  { data: { payoutId } }: { readonly data: { readonly payoutId: string } },
  status: PayoutStatus,
): Payee => {
  const payout = getById(state.payouts, payoutId)
  if (payout === undefined) return state
  return { ...state, payouts: setById(state.payouts, payoutId, { ...payout, status }) }
}
