import { z } from 'zod'
import { category as walletCategory } from '../../domain/billing/wallet/wallet.ts'
import { category } from '../../domain/subscriptions/subscription.ts'
import type { SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import type { Saga, SagaAction, SagaMessage } from '../runtime/saga.ts'
import type { RecoveryEffect } from './effects.ts'

/** What was found in the wallet. */
export const FundsResult = z.strictObject({ subscriptionId: z.string(), enough: z.boolean() })

/** Subscriptions that wait for money in a wallet, with what they need. */
export type Recovery = {
  readonly walletId: string
  readonly waiting: Readonly<Record<string, string>>
}

const initial: Recovery = { walletId: '', waiting: {} }

/** Every event after which a wallet may have more to spend, or owe less. */
const bringsMoney = {
  WalletCredited: { continues: 'walletId' },
  CreditGranted: { continues: 'walletId' },
  CreditedFromPayment: { continues: 'walletId' },
  HoldCaptured: { continues: 'walletId' },
  HoldReleased: { continues: 'walletId' },
  HoldSpent: { continues: 'walletId' },
  ChargeRefunded: { continues: 'walletId' },
  WalletChargeRefunded: { continues: 'walletId' },
  WalletBillRefunded: { continues: 'walletId' },
  CreditedFromBill: { continues: 'walletId' },
  WithdrawalReturned: { continues: 'walletId' },
  DisputeClosed: { continues: 'walletId' },
  DebtRepaid: { continues: 'walletId' },
} as const

type Failed = Extract<SubscriptionEvent, { type: 'SubscriptionPaymentFailed' }>['data']
type Other = { readonly subscriptionId: string }

/** Why a payment fails that money in the wallet would mend. */
const forMoney: readonly string[] = ['INSUFFICIENT_FUNDS', 'WALLET_IN_DEBT']

const evolve = (state: Recovery, message: SagaMessage): Recovery => {
  if (message.type !== 'input') return state
  const { type, data } = message.input
  switch (type) {
    case 'SubscriptionPaymentFailed': {
      // Out of the log, where it was held against the contract of its type; so are those below.
      const { walletId, subscriptionId, charge, code } = data as Failed
      const waits = forMoney.includes(code) ? { [subscriptionId]: charge.amount.amount } : {}
      return { walletId, waiting: { ...state.waiting, ...waits } }
    }
    case 'SubscriptionPaymentSucceeded':
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired': {
      const { [(data as Other).subscriptionId]: _, ...waiting } = state.waiting
      return { ...state, waiting }
    }
    default:
      return state
  }
}

type Action = SagaAction<RecoveryEffect>

const decide = (message: SagaMessage, before: Recovery): readonly Action[] => {
  const { walletId, waiting } = evolve(before, message)
  const check = (subscriptionId: string): readonly Action[] => {
    const amount = waiting[subscriptionId]
    return amount === undefined
      ? []
      : [{ do: 'request', effect: { kind: 'checkFunds', walletId, subscriptionId, amount } }]
  }
  if (message.type === 'input')
    switch (message.input.type) {
      // The money may have come while the failure was on its way.
      case 'SubscriptionPaymentFailed':
        return check((message.input.data as Failed).subscriptionId)
      default:
        return Object.hasOwn(bringsMoney, message.input.type)
          ? Object.keys(waiting).flatMap(check)
          : []
    }
  if (message.type !== 'succeeded' || message.kind !== 'checkFunds') return []
  const { subscriptionId, enough } = FundsResult.parse(message.result)
  return enough && subscriptionId in waiting
    ? [{ do: 'request', effect: { kind: 'requestPayment', subscriptionId } }]
    : []
}

/** One instance a wallet: when money comes in, those whose payment failed are tried again at once. */
export const walletRecovery: Saga<Recovery, RecoveryEffect> = {
  name: 'walletRecovery',
  version: 1,
  streamPrefixes: [`${category}-`, `${walletCategory}-`],
  routes: {
    SubscriptionPaymentFailed: { starts: 'walletId' },
    SubscriptionPaymentSucceeded: { continues: 'walletId' },
    SubscriptionCancelled: { continues: 'walletId' },
    SubscriptionExpired: { continues: 'walletId' },
    ...bringsMoney,
  },
  mayRest: true,
  initial,
  evolve,
  decide,
}
