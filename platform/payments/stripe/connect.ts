import type Stripe from 'stripe'
import type { ProviderPayout } from '../objects.ts'
import type { Outcome } from '../outcome.ts'
import type { PaymentProvider } from '../port.ts'
import { chargedOf, instantOf, madeSince } from './amounts.ts'
import { ask, listed, look, lookThrough } from './asking.ts'
import { didNotHappen } from './failures.ts'
import { accountOf, payoutOf, reversalOf, transferOf } from './read-movement.ts'
import { idOf } from './read-payment.ts'

/** The hub decides when money is paid out; the provider asks sellers who they are. */
const accountTerms = {
  controller: {
    fees: { payer: 'application' },
    losses: { payments: 'application' },
    requirement_collection: 'stripe',
    stripe_dashboard: { type: 'express' },
  },
  capabilities: { transfers: { requested: true } },
  settings: { payouts: { schedule: { interval: 'manual' } } },
} as const

export const stripeAccounts = (stripe: Stripe): PaymentProvider['accounts'] => ({
  create: ({ key, organisation, country, email }) =>
    ask(
      () =>
        stripe.accounts.create(
          {
            country,
            ...accountTerms,
            metadata: { organisation },
            ...(email === undefined ? {} : { email }),
          },
          { idempotencyKey: key },
        ),
      (account) =>
        account.metadata?.['organisation'] === organisation
          ? { kind: 'succeeded', value: accountOf(account) }
          : undefined,
    ),
  get: (id) =>
    look(
      () => stripe.accounts.retrieve(id),
      (account) => (account.id === id ? accountOf(account) : undefined),
    ),
  find: ({ organisation, since }) =>
    lookThrough(
      () => stripe.accounts.list(madeSince(since)),
      (account) =>
        account.metadata?.['organisation'] === organisation ? accountOf(account) : undefined,
    ),
  onboardingLink: ({ accountId, returnUrl, refreshUrl }) =>
    ask(
      () =>
        stripe.accountLinks.create({
          account: accountId,
          type: 'account_onboarding',
          return_url: returnUrl,
          refresh_url: refreshUrl,
        }),
      ({ url, expires_at: expiresAt }) => ({
        kind: 'succeeded',
        value: { url, expiresAt: instantOf(expiresAt) },
      }),
    ),
})

export const stripeTransfers = (stripe: Stripe): PaymentProvider['transfers'] => ({
  create: async ({ key, transferId, accountId, amount }) => {
    const charged = chargedOf(amount)
    if (charged === undefined)
      return didNotHappen('CURRENCY_UNSUPPORTED', `${amount.amount} ${amount.asset}`)
    return ask(
      () =>
        stripe.transfers.create(
          { ...charged, destination: accountId, metadata: { transferId } },
          { idempotencyKey: key },
        ),
      (transfer) =>
        transfer.metadata['transferId'] === transferId &&
        transfer.amount === charged.amount &&
        idOf(transfer.destination).id === accountId
          ? { kind: 'succeeded', value: transferOf(transfer) }
          : undefined,
    )
  },
  get: (id) =>
    look(
      () => stripe.transfers.retrieve(id),
      (transfer) => (transfer.id === id ? transferOf(transfer) : undefined),
    ),
  find: ({ transferId, accountId, since }) =>
    lookThrough(
      () => stripe.transfers.list({ ...madeSince(since), destination: accountId }),
      (transfer) =>
        transfer.metadata['transferId'] === transferId ? transferOf(transfer) : undefined,
    ),
  reverse: async ({ key, reversalId, providerTransferId, amount }) => {
    const charged = chargedOf(amount)
    if (charged === undefined)
      return didNotHappen('CURRENCY_UNSUPPORTED', `${amount.amount} ${amount.asset}`)
    return ask(
      () =>
        stripe.transfers.createReversal(
          providerTransferId,
          { amount: charged.amount, metadata: { reversalId } },
          { idempotencyKey: key },
        ),
      (reversal) =>
        reversal.metadata?.['reversalId'] === reversalId && reversal.amount === charged.amount
          ? { kind: 'succeeded', value: reversalOf(reversal) }
          : undefined,
    )
  },
  findReversal: ({ reversalId, providerTransferId }) =>
    lookThrough(
      () => stripe.transfers.listReversals(providerTransferId, { limit: 100 }),
      (reversal) =>
        reversal.metadata?.['reversalId'] === reversalId ? reversalOf(reversal) : undefined,
    ),
  listSince: ({ since }) => listed(() => stripe.transfers.list(madeSince(since)), transferOf),
})

const payoutOutcome = (value: ProviderPayout): Outcome<ProviderPayout> => {
  switch (value.state) {
    case 'PAID':
      return { kind: 'succeeded', value }
    case 'PENDING':
    case 'IN_TRANSIT':
      return { kind: 'pending', value }
    case 'FAILED':
    case 'CANCELLED':
      return {
        kind: 'declined',
        decline: {
          code: 'OTHER',
          providerCode: value.failureCode ?? value.rawState,
          message: 'The bank did not take the payout.',
          retriable: false,
        },
        value,
      }
  }
}

export const stripePayouts = (stripe: Stripe): PaymentProvider['payouts'] => ({
  create: async ({ key, payoutId, accountId, amount }) => {
    const charged = chargedOf(amount)
    if (charged === undefined)
      return didNotHappen('CURRENCY_UNSUPPORTED', `${amount.amount} ${amount.asset}`)
    return ask(
      () =>
        stripe.payouts.create(
          { ...charged, metadata: { payoutId } },
          { idempotencyKey: key, stripeAccount: accountId },
        ),
      (payout) =>
        payout.metadata?.['payoutId'] === payoutId && payout.amount === charged.amount
          ? payoutOutcome(payoutOf(payout, accountId))
          : undefined,
    )
  },
  get: ({ accountId, id }) =>
    look(
      () => stripe.payouts.retrieve(id, {}, { stripeAccount: accountId }),
      (payout) => (payout.id === id ? payoutOf(payout, accountId) : undefined),
    ),
  find: ({ payoutId, accountId, since }) =>
    lookThrough(
      () => stripe.payouts.list(madeSince(since), { stripeAccount: accountId }),
      (payout) =>
        payout.metadata?.['payoutId'] === payoutId ? payoutOf(payout, accountId) : undefined,
    ),
})
