import { withdrawnAfter } from '../../domain/catalog/listing-changes.ts'
import type { ListingEvent } from '../../domain/catalog/listing-events.ts'
import type { Plan, Pricing } from '../../domain/subscriptions/plan.ts'
import { exhausted } from '../../domain/shared/values.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { ListingRow } from './market-tables.ts'

type Sale = Extract<ListingEvent, { type: 'ListingPlanWithdrawn' | 'ListingPlanRestored' }>
type Plans = Pick<ListingRow, 'plans' | 'withdrawn_plans'>

/** The plans on sale and off it, after a new list of them, or after one was taken off or put back. */
export const plansAfter = (
  { plans: before, withdrawn_plans: withdrawn }: Plans,
  what: readonly Plan[] | Sale,
): Plans => {
  const plans = 'type' in what ? onSaleAfter(before, withdrawn, what) : what
  return { plans, withdrawn_plans: withdrawnAfter(plans, before, withdrawn) }
}

const onSaleAfter = (
  plans: readonly Plan[],
  withdrawn: readonly Plan[],
  { type, data }: Sale,
): readonly Plan[] =>
  type === 'ListingPlanWithdrawn'
    ? plans.filter(({ planId }) => planId !== data.planId)
    : [...plans, ...withdrawn.filter(({ planId }) => planId === data.planId)]

/** A row for each plan that the listing ever had. */
export const offeredRows = (row: ListingRow): readonly RowWrite[] => [
  ...row.plans.map((plan) => offeredRow(row, plan, true)),
  ...row.withdrawn_plans.map((plan) => offeredRow(row, plan, false)),
]

const offeredRow = (
  { app_id, position }: ListingRow,
  { planId, asset, pricing }: Plan,
  on_sale: boolean,
): RowWrite => ({
  do: 'put',
  table: 'listing_plans',
  row: {
    app_id,
    plan_id: planId,
    on_sale,
    kind: pricing.kind,
    asset,
    price: priceOf(pricing),
    position,
  },
})

const priceOf = (pricing: Pricing): string => {
  switch (pricing.kind) {
    case 'FREE':
      return '0'
    case 'ONE_TIME':
    case 'MONTHLY':
    case 'YEARLY':
      return pricing.price
    case 'PAY_PER_USE':
      return pricing.perRun
    case 'TIERED':
      return pricing.tiers
        .map(({ perRun }) => BigInt(perRun))
        .reduce((most, price) => (price > most ? price : most), 0n)
        .toString()
    default:
      return exhausted(pricing)
  }
}
