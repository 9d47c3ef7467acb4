import type { PaymentProvider } from '../port.ts'
import { apiVersion, openStripe } from './client.ts'
import { stripeAccounts, stripePayouts, stripeTransfers } from './connect.ts'
import { stripeCustomers, stripeMethods } from './methods.ts'
import { stripeNotices } from './notices.ts'
import { stripePayments } from './payments.ts'
import { stripeDisputes, stripeRefunds } from './refunds.ts'
import type { StripeSettings } from './settings.ts'

/**
 * The provider keeps keys for a day at least. One hour of it is left for clocks that differ and for a request that is still
 * on its way.
 */
const keySeconds = 23 * 3600

/**
 * Stripe through its own SDK, or whatever speaks as it does. What an `unknown` came to is looked for by listing, narrowed to a customer,
 * a payment or an account, and recognised by the hub's id in the metadata: listings are consistent, the provider's search
 * is behind by up to a minute.
 */
export const createStripeProvider = (settings: StripeSettings): PaymentProvider => {
  const stripe = openStripe(settings)
  return {
    name: 'stripe',
    apiVersion,
    keySeconds,
    customers: stripeCustomers(stripe),
    methods: stripeMethods(stripe),
    payments: stripePayments(stripe),
    refunds: stripeRefunds(stripe),
    disputes: stripeDisputes(stripe),
    accounts: stripeAccounts(stripe),
    transfers: stripeTransfers(stripe),
    payouts: stripePayouts(stripe),
    verifyNotice: stripeNotices(stripe, settings),
  }
}
