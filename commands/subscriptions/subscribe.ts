import { z } from 'zod'
import { creditFor, refusedSpending } from '../../domain/billing/wallet/deciding.ts'
import { wallet } from '../../domain/billing/wallet/wallet.ts'
import { app, latestVersion } from '../../domain/catalog/app.ts'
import { amountOf } from '../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { Plan } from '../../domain/subscriptions/plan.ts'
import { priceOfPeriod } from '../../domain/subscriptions/standing.ts'
import { subscription, type SubscriptionCommand } from '../../domain/subscriptions/subscription.ts'
import { walletOf } from '../../domain/subscriptions/subscription-state.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { personOf } from '../accounts/membership.ts'
import { commissionOf } from '../billing/payees/commission-of.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { periodChargeId } from './period-charge.ts'
import { ChosenPlan, planOnSale } from './plan-on-sale.ts'
import { takeSlot } from './take-slot.ts'

const Subscribe = z.strictObject({
  appId: Id,
  ...ChosenPlan.shape,
  /** Tries it first, for as long as the plan says. */
  trial: z.boolean().default(false),
})

type Buyer = { readonly organisation: string; readonly subscriber: string }

const wishFor = async (
  subscriptionId: string,
  { organisation, subscriber }: Buyer,
  { appId, trial, ...chosen }: z.output<typeof Subscribe>,
  tools: CommandTools,
): Promise<{ readonly command: SubscriptionCommand } | Rejection | Failure> => {
  const sale = await planOnSale(tools, appId, chosen)
  if (isRejection(sale)) return sale
  const { plan, listing } = sale
  if (listing.organisationId === organisation)
    return reject('FORBIDDEN', 'Nobody buys what their own organisation sells: it runs without.')
  if (trial && plan.trialDays === 0)
    return reject('TRIAL_UNAVAILABLE', 'This plan cannot be tried first.')
  const { state: sold } = await tools.load(app, appId)
  const version = sold.kind === 'existing' ? latestVersion(sold) : undefined
  if (version === undefined) return notFound('version of the app')
  const refused = trial ? undefined : await refusedFunds(tools, { organisation, appId }, plan)
  if (refused !== undefined) return refused
  const taken = await takeSlot(tools, { organisation, appId, subscriptionId, trial })
  if (taken !== undefined) return taken
  const { organisationId: sellerOrganisation, agreedCommission: ofListing } = listing
  const { basisPoints: commissionBasisPoints } = await commissionOf(tools, {
    kind: 'APP',
    organisation: sellerOrganisation,
    itemId: appId,
    ...(ofListing === undefined ? {} : { ofListing }),
  })
  return {
    command: {
      type: 'StartSubscription',
      ...{ subscriptionId, organisation, subscriber, appId, sellerOrganisation },
      ...{ plan, trial, commissionBasisPoints },
      versionId: version.versionId,
      chargeId: periodChargeId(subscriptionId, 0),
    },
  }
}

/** Whoever cannot pay for the first period is told so at once. */
const refusedFunds = async (
  { load, services }: CommandTools,
  { organisation, appId }: { readonly organisation: string; readonly appId: string },
  plan: Plan,
): Promise<Rejection | undefined> => {
  const price = amountOf(priceOfPeriod(plan))
  if (price === 0n) return undefined
  const { state } = await load(wallet, walletOf(organisation, plan))
  const { asset = plan.asset } = state
  if (asset !== plan.asset)
    return reject('ASSET_MISMATCH', `The plan is priced in ${plan.asset}, not in ${asset}.`)
  const of = { state, common: { asset, at: services.clock.now().toISOString() } }
  const refused = refusedSpending(of, price, undefined)
  if (refused !== undefined) return refused
  const paid = creditFor(of, price, { purpose: 'SUBSCRIPTION_PERIOD', appId })
  return isRejection(paid) ? paid : undefined
}

/** Subscribes an organisation to an app, at a plan that is on sale, or tries it. The renewal saga asks for the price. */
export const subscribe = defineCommand({
  name: 'subscriptions.subscribe',
  input: Subscribe,
  scope: 'subscriptions:write',
  run: async (input, tools) => {
    const { commandId, organisation } = tools.context
    const subscriber = personOf(tools.context)
    if (typeof subscriber !== 'string') return subscriber
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A subscription belongs to an organisation; act for one.')
    const subscriptionId = derivedId(commandId, 'subscription')
    const changed = await tools.create(subscription, subscriptionId, () =>
      wishFor(subscriptionId, { organisation, subscriber }, input, tools),
    )
    if (!('stream' in changed)) return changed
    return changed.state.kind === 'existing'
      ? { answer: { subscriptionId, status: changed.state.status }, changed }
      : notFound('subscription')
  },
})
