import { category, definitions } from '../../../domain/billing/payments/payment.ts'
import { definitions as tokenDefinitions } from '../../../domain/tokens/payments/token-payment-events.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Saga, SagaAction, SagaRoute } from '../../runtime/saga.ts'
import type { PaymentEffect } from './effects.ts'
import { initial, type Ask, type PaymentExecution } from './execution-state.ts'
import { step } from './step.ts'

const actionsOf = (ask: Ask, now: string): readonly SagaAction<PaymentEffect>[] => {
  if ('request' in ask) return [{ do: 'request', effect: ask.request }]
  if ('clear' in ask) return [{ do: 'unschedule', name: ask.clear }]
  const { timer: name, inSeconds } = ask
  return [
    { do: 'unschedule', name },
    { do: 'schedule', name, dueAt: instantOf(msOf(now) + inSeconds * 1_000) },
  ]
}

const routes: Readonly<Record<string, SagaRoute>> = Object.fromEntries(
  definitions.map(({ type }) => [
    type,
    type === 'PaymentRequested' ? { starts: 'paymentId' } : { continues: 'paymentId' },
  ]),
)

/** What a payment in tokens has come to on its chain: reason to look, as a provider's notice is. */
const hints: Readonly<Record<string, SagaRoute>> = Object.fromEntries(
  tokenDefinitions.map(({ type }) => [type, { continues: 'paymentId' }]),
)

/**
 * Carries a payment from the wish to its end: the provider is asked for one thing at a time, what came of it is taken in,
 * and the money is booked once. A call without an answer is unknown; the provider is asked before anything else is tried.
 * It never ends: refunds and disputes come when they come.
 */
export const paymentExecution: Saga<PaymentExecution, PaymentEffect> = {
  name: 'paymentExecution',
  version: 1,
  streamPrefixes: [`${category}-`, 'providerNotice-', 'tokenPayment-'],
  routes: {
    ...routes,
    ...hints,
    ProviderNoticeReceived: { continues: 'paymentId', optional: true },
  },
  mayRest: true,
  initial,
  evolve: (state, message) => step(state, message).state,
  decide: (message, state, now) => step(state, message).asks.flatMap((ask) => actionsOf(ask, now)),
}
