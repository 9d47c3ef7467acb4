import type { PaymentProvider } from '../../../platform/payments/port.ts'
import type { Found, Outcome } from '../../../platform/payments/outcome.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Order } from './payout-effects.ts'

type Made = { readonly id: string }

/** How a step is asked for, and found again. The payout's id is the hub's name for all three. */
type Steps = {
  readonly [Name in Order['operation']]: {
    readonly order: (provider: PaymentProvider, order: Order) => Promise<Outcome<Made>>
    readonly find: (provider: PaymentProvider, order: Order) => Promise<Found<Made>>
  }
}

/** Clocks of ours and theirs differ. */
const sinceOf = ({ orderedAt }: Order): string => instantOf(msOf(orderedAt) - 600_000)

const keyOf = ({ operation, payout: { payoutId } }: Order): string =>
  `payout:${payoutId}:${operation.toLowerCase()}`

const amountOf = ({ payout: { amount, asset } }: Order) => ({ amount, asset })

export const steps: Steps = {
  TRANSFER: {
    order: ({ transfers }, order) =>
      transfers.create({
        key: keyOf(order),
        transferId: order.payout.payoutId,
        accountId: order.payout.accountId,
        amount: amountOf(order),
      }),
    find: ({ transfers }, order) =>
      transfers.find({
        transferId: order.payout.payoutId,
        accountId: order.payout.accountId,
        since: sinceOf(order),
      }),
  },
  PAYOUT: {
    order: ({ payouts }, order) =>
      payouts.create({
        key: keyOf(order),
        payoutId: order.payout.payoutId,
        accountId: order.payout.accountId,
        amount: amountOf(order),
      }),
    find: ({ payouts }, order) =>
      payouts.find({
        payoutId: order.payout.payoutId,
        accountId: order.payout.accountId,
        since: sinceOf(order),
      }),
  },
  REVERSAL: {
    order: ({ transfers }, order) =>
      transfers.reverse({
        key: keyOf(order),
        reversalId: order.payout.payoutId,
        providerTransferId: order.transfer ?? '',
        amount: amountOf(order),
      }),
    find: ({ transfers }, order) =>
      transfers.findReversal({
        reversalId: order.payout.payoutId,
        providerTransferId: order.transfer ?? '',
      }),
  },
}
