import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { ChainEntryEvent } from '../../../domain/tokens/chain/entry-events.ts'
import { category, type CallName } from '../../../domain/tokens/payments/token-payment.ts'
import { definitions } from '../../../domain/tokens/payments/token-payment-events.ts'
import {
  evolve,
  type TokenPaymentEvent,
} from '../../../domain/tokens/payments/token-payment-state.ts'
import type { ChainTransactionEvent } from '../../../domain/tokens/transactions/transaction-events.ts'
import type { Saga, SagaAction, SagaMessage, SagaRoute } from '../../runtime/saga.ts'
import type { StoredEntry, TokenPaymentEffect } from './effects.ts'
import {
  initial,
  withNextCall,
  type Ask,
  type Step,
  type TokenSettlement,
} from './settlement-state.ts'

/** How long a call that came to nothing waits for better times: a paused token, an empty treasury. Seconds. */
const patience = 600

/** Also the kind of purpose that its transactions are for. */
export const purposeKind = 'TOKEN_PAYMENT'

type Finalised = Extract<ChainEntryEvent, { type: 'ChainEntryFinalised' }>
type Ended = Extract<
  ChainTransactionEvent,
  { type: 'TransactionCancelled' | 'TransactionFinalised' }
>
type Reverted = Extract<ChainTransactionEvent, { type: 'TransactionReverted' }>
type Heard = TokenPaymentEvent | Finalised | Ended | Reverted

const step = (before: TokenSettlement, message: SagaMessage): Step => {
  switch (message.type) {
    case 'input':
      // The routes let only these events through, out of the log, where they were checked.
      return withNextCall(onEvent(before, message.input as Heard))
    case 'timer':
      return withNextCall({ state: { ...before, waits: false }, asks: [] })
    case 'succeeded':
    case 'refused':
    case 'unknown':
      return { state: before, asks: [] }
  }
}

const onEvent = (state: TokenSettlement, event: Heard): Step => {
  switch (event.type) {
    case 'ChainEntryFinalised':
      return { state, asks: [...asksOf(event.data.arguments['paymentId'] ?? '', event)] }
    case 'TransactionReverted':
      return { state: { ...state, revert: event.data.code }, asks: [] }
    case 'TransactionCancelled':
      return onFailure(state, event, event.data.code)
    case 'TransactionFinalised':
      return event.data.status === 'REVERTED'
        ? onFailure(state, event, state.revert ?? event.data.status)
        : { state, asks: [] }
    default:
      return { state: { ...state, payment: evolve(state.payment, event) }, asks: [] }
  }
}

const asksOf = (onChainId: string, { data }: Finalised): Step['asks'] => {
  const entry = entryOf(data)
  return entry === undefined ? [] : [{ request: { kind: 'recordEntry', onChainId, entry } }]
}

const entryOf = ({
  entryId,
  event,
  arguments: said,
}: Finalised['data']): StoredEntry | undefined => {
  const { amount = '0', returned = '0' } = said
  switch (event) {
    case 'PaymentAuthorized':
      return { entryId, event, amount }
    case 'PaymentRefunded':
      return { entryId, event, amount, onChainRefundId: said['refundId'] ?? '' }
    case 'PaymentCaptured':
      return { entryId, event, amount, returned }
    case 'PaymentVoided':
    case 'PaymentReclaimed':
      return { entryId, event }
    default:
      return undefined
  }
}

/** Asked again, the contract would say the same. What is refused of a signature is signed anew for another payment. */
const isForGood = (method: CallName, code: string): boolean =>
  method === 'authorize' ||
  (method === 'capture' && code === 'PaymentExpired') ||
  (method === 'refund' && code === 'AmountTooLarge')

const onFailure = (state: TokenSettlement, { data }: Ended, code: string): Step => {
  const { calling, payment } = state
  if (calling?.transactionId !== data.transactionId || payment.kind === 'absent')
    return { state, asks: [] }
  const { method } = calling
  const { onChainId } = payment
  if (isForGood(method, code))
    return { state, asks: [{ request: { kind: 'recordFailure', onChainId, call: method, code } }] }
  const failed = { ...state, calling: { ...calling, hasFailed: true }, waits: true }
  return { state: failed, asks: [{ again: patience }] }
}

const own: Readonly<Record<string, SagaRoute>> = Object.fromEntries(
  definitions.map(({ type }) => [
    type,
    type === 'TokenPaymentOpened' ? { starts: 'onChainId' } : { continues: 'onChainId' },
  ]),
)
const ofOurs = { continues: 'purpose.id', where: { 'purpose.kind': purposeKind } } as const

const routes = (event: DomainEvent['type'][], route: SagaRoute) =>
  Object.fromEntries(event.map((type) => [type, route]))

const actionsOf = (ask: Ask, now: string): readonly SagaAction<TokenPaymentEffect>[] => {
  if ('request' in ask) return [{ do: 'request', effect: ask.request }]
  const dueAt = instantOf(msOf(now) + ask.again * 1_000)
  return [
    { do: 'unschedule', name: 'again' },
    { do: 'schedule', name: 'again', dueAt },
  ]
}

/**
 * Has the escrow called for what a payment in tokens wants, one call at a time, and tells the payment what entries of the
 * chain show once they are final. Conclusions are drawn from entries; a transaction tells only when nothing will come of it.
 */
export const tokenSettlement: Saga<TokenSettlement, TokenPaymentEffect> = {
  name: 'tokenSettlement',
  version: 1,
  streamPrefixes: [`${category}-`, 'chainEntry-', 'chainTransaction-'],
  routes: {
    ...own,
    ChainEntryFinalised: {
      continues: 'arguments.paymentId',
      where: { contract: 'PAYMENTS' },
      optional: true,
    },
    ...routes(['TransactionReverted', 'TransactionFinalised', 'TransactionCancelled'], ofOurs),
  },
  mayRest: true,
  initial,
  evolve: (state, message) => step(state, message).state,
  decide: (message, state, now) => step(state, message).asks.flatMap((ask) => actionsOf(ask, now)),
}
