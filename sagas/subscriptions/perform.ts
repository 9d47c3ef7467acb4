import { load } from '../../commands/shared/load.ts'
import { periodChargeId } from '../../commands/subscriptions/period-charge.ts'
import { organisation as organisationAggregate } from '../../domain/accounts/organisation.ts'
import { spendableOn } from '../../domain/billing/wallet/burn-order.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { subscription, type SubscriptionCommand } from '../../domain/subscriptions/subscription.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../runtime/effects.ts'
import type { RecoveryEffect, RenewalEffect } from './effects.ts'

type Effect<Kind extends RenewalEffect['kind']> = Extract<RenewalEffect, { readonly kind: Kind }>

const onSubscription = (tools: EffectTools, command: SubscriptionCommand): Promise<EffectOutcome> =>
  changeAs(tools, subscription, command.subscriptionId, command)

/** Does what the renewal of a subscription asked for. Safe to do again: charges and refunds take place once under their id. */
export const performRenewalEffects: Performers<RenewalEffect> = {
  charge: (effect, tools) => charge(effect, tools),
  recordPayment: ({ subscriptionId, chargeId }, tools) =>
    onSubscription(tools, { type: 'RecordPayment', subscriptionId, chargeId }),
  recordFailure: ({ subscriptionId, chargeId, code }, tools) =>
    onSubscription(tools, { type: 'RecordPaymentFailure', subscriptionId, chargeId, code }),
  endPeriod: async ({ subscriptionId, index, end }, tools) =>
    onSubscription(tools, {
      type: 'EndPeriod',
      ...{ subscriptionId, index, end },
      chargeId: periodChargeId(subscriptionId, index + 1),
      orphaned: await isOrphaned(subscriptionId, tools),
    }),
  announceRenewal: ({ subscriptionId, index, end }, tools) =>
    onSubscription(tools, { type: 'AnnounceRenewal', subscriptionId, index, end }),
  expire: ({ subscriptionId, why }, tools) =>
    onSubscription(tools, {
      type: why === 'UNPAID' ? 'ExpireUnpaid' : 'ExpirePaused',
      subscriptionId,
    }),
  refund: ({ organisation, credit: { chargeId, refundId, amount }, reason }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, amount.asset), {
      type: 'RefundWalletCharge',
      ...{ organisation, chargeId, refundId, reason },
      asset: amount.asset,
      amount: BigInt(amount.amount),
    }),
  voidCharge: ({ organisation, charge: { chargeId, amount }, reason }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, amount.asset), {
      type: 'VoidWalletCharge',
      ...{ organisation, chargeId, reason },
      asset: amount.asset,
      refundId: derivedId(chargeId, 'void'),
    }),
}

/** One of its parties is closed: nobody could use it, or cancel it, or be paid for it. */
const isOrphaned = async (
  subscriptionId: string,
  { services: { eventStore, foldCache } }: EffectTools,
): Promise<boolean> => {
  const { state } = await load(eventStore, foldCache, subscription, subscriptionId)
  if (state.kind !== 'existing') return false
  const parties = await Promise.all(
    [state.organisation, state.sellerOrganisation].map((id) =>
      load(eventStore, foldCache, organisationAggregate, id),
    ),
  )
  return parties.some((party) => party.state.kind === 'closed')
}

/** A wallet that says no is an answer, not a failure. */
const charge = async (
  { subscriptionId, organisation, purpose, charge: due, credit, ...terms }: Effect<'charge'>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { chargeId, amount } = due
  const { sellerOrganisation, commissionBasisPoints, appId } = terms
  const crediting = credit && {
    chargeId: credit.chargeId,
    refundId: credit.refundId,
    amount: BigInt(credit.amount.amount),
  }
  const { eventStore, foldCache } = tools.services
  const { state } = await load(eventStore, foldCache, subscription, subscriptionId)
  const spender = state.kind === 'existing' ? { spender: { userId: state.subscriber } } : {}
  const outcome = await changeAs(tools, wallet, walletIdOf(organisation, amount.asset), {
    type: 'ChargeWallet',
    ...{ organisation, chargeId, purpose, sellerOrganisation, commissionBasisPoints },
    asset: amount.asset,
    subjectId: subscriptionId,
    ...spender,
    amount: BigInt(amount.amount),
    ...(crediting === undefined ? {} : { crediting }),
    ...(appId === undefined ? {} : { appId }),
  })
  switch (outcome.type) {
    case 'succeeded':
      return { ...outcome, result: { outcome: 'PAID', chargeId } }
    case 'refused':
      return succeeded({ outcome: 'REFUSED', chargeId, code: outcome.code })
    case 'unknown':
      return outcome
  }
}

export const performRecoveryEffects: Performers<RecoveryEffect> = {
  checkFunds: async ({ walletId, subscriptionId, amount }, { services }) => {
    const { state } = await load(services.eventStore, services.foldCache, wallet, walletId)
    const now = services.clock.now().toISOString()
    const there = spendableOn(state, { purpose: 'SUBSCRIPTION_PERIOD' }, now)
    return succeeded({ subscriptionId, enough: state.debt === 0n && there >= BigInt(amount) })
  },
  requestPayment: async ({ subscriptionId }, tools) => {
    const outcome = await onSubscription(tools, { type: 'RequestPayment', subscriptionId })
    // It has ended meanwhile: nothing is owed.
    return outcome.type === 'refused' ? succeeded() : outcome
  },
}
