import type { BudgetPurpose } from './budget-events.ts'

export type Reservation = { readonly callId: string; readonly amount: bigint; readonly at: string }

/** What every budget that was asked for knows. Amounts but `limit` in fine units. */
export type BudgetFacts = {
  readonly budgetId: string
  readonly organisation: string
  readonly asset: string
  /** In the wallet's own units. */
  readonly limit: bigint
  readonly purpose: BudgetPurpose
  readonly requestedAt: string
}
type Counting = BudgetFacts & {
  readonly limitFine: bigint
  readonly spent: bigint
  readonly reserved: bigint
  /** Reservations that are open, by attempt. */
  readonly open: Readonly<Record<string, Reservation>>
}

export type Budget =
  | { readonly status: 'ABSENT' }
  | (BudgetFacts & { readonly status: 'REQUESTED' })
  | (BudgetFacts & { readonly status: 'REFUSED'; readonly code: string; readonly detail: string })
  | (Counting & { readonly status: 'OPEN' | 'CLOSING' })
  | (BudgetFacts & {
      readonly status: 'CLOSED'
      readonly spent: bigint
      /** In the wallet's own units. */
      readonly charged: bigint
    })
export type LiveBudget = Extract<Budget, { status: 'OPEN' | 'CLOSING' }>

export const initial: Budget = { status: 'ABSENT' }

export const left = ({ limitFine, spent, reserved }: LiveBudget): bigint =>
  limitFine - spent - reserved
