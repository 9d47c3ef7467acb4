import { z } from 'zod'
import { organisation } from '../../domain/accounts/organisation.ts'
import { listing, type ExistingListing } from '../../domain/catalog/listing.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { Plan } from '../../domain/subscriptions/plan.ts'
import { notFound } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The plan that a buyer chose; with the version of its price that they saw, nobody sells them another one. */
export const ChosenPlan = z.strictObject({
  planId: Id,
  priceVersion: z.int().min(1).exactOptional(),
})

export type OnSale = { readonly plan: Plan; readonly listing: ExistingListing }

/** A plan that an app on the market can be had at today. */
export const planOnSale = async (
  { load }: Pick<CommandTools, 'load'>,
  appId: string,
  { planId, priceVersion }: z.output<typeof ChosenPlan>,
): Promise<OnSale | Rejection> => {
  const { state } = await load(listing, appId)
  if (state.kind === 'absent' || state.status !== 'PUBLISHED') return notFound('app on the market')
  const plan = state.plans.find((each) => each.planId === planId)
  if (plan === undefined) return notFound('plan')
  // Whose last member has gone sells nothing, whatever the listing says.
  const seller = await load(organisation, state.organisationId)
  if (seller.state.kind === 'closed') return notFound('app on the market')
  return priceVersion === undefined || priceVersion === plan.priceVersion
    ? { plan, listing: state }
    : reject('PRICE_CHANGED', `The plan is at version ${plan.priceVersion} of its price.`)
}
