import { category as paymentCategory, payment } from '../../../domain/billing/payments/payment.ts'
import type { TopUpEvent } from '../../../domain/billing/wallet/top-up.ts'
import { category, wallet } from '../../../domain/billing/wallet/wallet.ts'
import { money, type Money } from '../../../domain/shared/money.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'

type OfTopUp = {
  readonly walletId: string
  readonly organisation: string
  readonly topUpId: string
  readonly amount: Money
}

/** The names are stored: they never change. */
export type AutoTopUpEffect =
  | ({
      readonly kind: 'requestTopUp'
      readonly methodId: string
      readonly userId: string
    } & OfTopUp)
  | ({ readonly kind: 'failTopUp'; readonly code: string } & OfTopUp)

type Due = Extract<TopUpEvent, { type: 'TopUpDue' }>['data']
type State = { readonly topUp?: OfTopUp }

const ofTopUp = ({ walletId, organisation, topUpId, topUp, asset }: Due): OfTopUp => ({
  ...{ walletId, organisation, topUpId },
  amount: money(BigInt(topUp), asset),
})

const fail = (topUp: OfTopUp | undefined, code: string): readonly SagaAction<AutoTopUpEffect>[] =>
  topUp === undefined ? [] : [{ do: 'request', effect: { kind: 'failTopUp', ...topUp, code } }]

/**
 * One instance a top-up: asks a card for what the wallet wants, and tells the wallet when nothing comes of it. What comes
 * of it the payment's own saga credits, which is what the wallet waits for.
 */
export const autoTopUp: Saga<State, AutoTopUpEffect> = {
  name: 'autoTopUp',
  version: 1,
  streamPrefixes: [`${category}-`, `${paymentCategory}-`],
  routes: {
    TopUpDue: { starts: 'topUpId' },
    // The payment has the top-up's id.
    PaymentSucceeded: { stops: 'paymentId', outcome: 'PAID' },
    PaymentCancelled: { continues: 'paymentId' },
  },
  mayRest: true,
  initial: {},
  evolve: (state, message) =>
    message.type === 'input' && message.input.type === 'TopUpDue'
      ? // Out of the log, where it was held against the contract of its type.
        { topUp: ofTopUp(message.input.data as Due) }
      : state,
  decide: (message, { topUp }) => {
    switch (message.type) {
      case 'input': {
        if (message.input.type === 'PaymentCancelled') return fail(topUp, 'PAYMENT_CANCELLED')
        if (message.input.type !== 'TopUpDue') return []
        const due = message.input.data as Due
        const { methodId, userId } = due
        const effect = { kind: 'requestTopUp', ...ofTopUp(due), methodId, userId } as const
        return [{ do: 'request', effect }]
      }
      case 'refused':
        return message.kind === 'requestTopUp'
          ? fail(topUp, message.code)
          : [{ do: 'end', outcome: `HALTED ${message.kind} ${message.code}` }]
      case 'succeeded':
        return message.kind === 'failTopUp' ? [{ do: 'end', outcome: 'FAILED' }] : []
      case 'unknown':
        return [{ do: 'end', outcome: `HALTED ${message.kind} UNKNOWN` }]
      case 'timer':
        return []
    }
  },
}

export const performAutoTopUpEffects: Performers<AutoTopUpEffect> = {
  requestTopUp: ({ topUpId, walletId, organisation, amount, methodId, userId }, tools) =>
    changeAs(tools, payment, topUpId, {
      type: 'RequestPayment',
      paymentId: topUpId,
      ...{ organisation, amount, methodId },
      user: userId,
      purpose: { kind: 'TOP_UP', walletId },
      capture: 'AUTOMATIC',
      offSession: true,
    }),
  failTopUp: ({ walletId, organisation, amount: { asset }, topUpId, code }, tools) =>
    changeAs(tools, wallet, walletId, { type: 'FailTopUp', organisation, asset, topUpId, code }),
}
