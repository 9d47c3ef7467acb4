import {
  customerOf,
  isCard,
  methodIn,
  paymentMethods,
  type SavedMethod,
} from '../../../domain/billing/payments/methods.ts'
import { isEnded, type ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import { deskOf } from '../../../commands/billing/payments/desk-of.ts'
import { ensureCustomer } from '../../../commands/billing/payments/customer.ts'
import { load } from '../../../commands/shared/load.ts'
import { money } from '../../../domain/shared/money.ts'
import type { PaymentDesk } from '../../../platform/payments/port.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import { keyOf, mayBeForgotten } from './keys.ts'
import { findPayment } from './look.ts'
import { newsOf, type Asked } from '../../../commands/billing/payments/provider-news.ts'
import { settle } from './settle-outcome.ts'
import { loadPayment, record } from './tell-payment.ts'

const now = ({ services }: EffectTools): string => services.clock.now().toISOString()
const askedNow = (state: ExistingPayment, tools: EffectTools): Asked => ({
  observedAt: now(tools),
  round: state.round,
})
const keyFor = (
  { keySeconds }: PaymentDesk,
  id: string,
  operation: string,
  since: string,
  tools: EffectTools,
): string => keyOf(id, operation, since, now(tools), keySeconds)

/** Nothing is left to be done: what was asked for has happened by itself, or can't happen any more. */
const asItIs = ({ standing }: ExistingPayment): EffectOutcome =>
  succeeded({ outcome: 'KNOWN', standing })

const refuse = async (
  paymentId: string,
  code: string,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  await record(tools, 'refusal', { type: 'RecordRefusal', paymentId, operation: 'CREATE', code })
  const { standing } = await loadPayment(paymentId, tools)
  return succeeded({ outcome: 'REFUSED', standing, code })
}

const isAddress = (method: SavedMethod | undefined): boolean =>
  method !== undefined && !isCard(method)

/** What an attempt is made with: a card by the provider's name of it, or an address. */
const cardOf = async (
  { organisation, attempts }: ExistingPayment,
  { services: { eventStore, foldCache } }: EffectTools,
) => {
  const methodId = attempts.at(-1)?.methodId
  const { state } = await load(eventStore, foldCache, paymentMethods, organisation)
  return { methodId, card: methodId === undefined ? undefined : methodIn(state, methodId), state }
}

/** Too late to make it: either it is there, made by somebody who could not tell, or it never came. */
const findCreated = async (state: ExistingPayment, tools: EffectTools): Promise<EffectOutcome> => {
  const { paymentId } = state
  const asked = askedNow(state, tools)
  const shown = await findPayment(state, tools)
  if (shown === undefined) return refuse(paymentId, 'NEVER_ARRIVED', tools)
  await record(tools, 'news', { type: 'RecordNews', paymentId, news: newsOf(shown, asked) })
  return asItIs(await loadPayment(paymentId, tools))
}

/** Makes the payment at the provider. Its key is good for so long; one that was not there by then never came. */
export const createPayment = async (
  paymentId: string,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const state = await loadPayment(paymentId, tools)
  if (isEnded(state) || state.reference !== undefined) return asItIs(state)
  const desk = deskOf(tools, state)
  if (mayBeForgotten(state.requestedAt, now(tools), desk.keySeconds))
    return findCreated(state, tools)
  const { methodId, card, state: methods } = await cardOf(state, tools)
  if (methodId !== undefined && card === undefined) return refuse(paymentId, 'METHOD_GONE', tools)
  const { organisation, amount, asset, capture, offSession } = state
  // An address is known by itself.
  const customerId = isAddress(card)
    ? organisation
    : (customerOf(methods) ?? (await ensureCustomer(tools, organisation)))
  const asked = askedNow(state, tools)
  const outcome = await desk.payments.create({
    key: `${paymentId}.create`,
    ...{ paymentId, organisation, customerId, capture, offSession },
    amount: money(amount, asset),
    ...(card === undefined ? {} : { methodId: card.reference }),
  })
  return settle({ paymentId, operation: 'CREATE', asked }, outcome, tools)
}

export const confirmPayment = async (
  { paymentId, attemptId }: { readonly paymentId: string; readonly attemptId: string },
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const state = await loadPayment(paymentId, tools)
  const { reference, offSession, attempts } = state
  const attempt = attempts.at(-1)
  if (reference === undefined || attempt?.attemptId !== attemptId || isEnded(state))
    return asItIs(state)
  const { card } = await cardOf(state, tools)
  // Without its card the attempt is over before it began; the deadline ends the payment.
  if (card === undefined)
    return succeeded({ outcome: 'REFUSED', standing: state.standing, code: 'METHOD_GONE' })
  const desk = deskOf(tools, state)
  const outcome = await desk.payments.confirm({
    key: keyFor(desk, attemptId, 'confirm', attempt.at, tools),
    ...{ id: reference, offSession, methodId: card.reference },
  })
  return settle({ paymentId, operation: 'CONFIRM', asked: askedNow(state, tools) }, outcome, tools)
}

export const capturePayment = async (
  paymentId: string,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const state = await loadPayment(paymentId, tools)
  const { reference, asset, captureRequested, captureRequestedAt = '' } = state
  if (reference === undefined || captureRequested === undefined || isEnded(state))
    return asItIs(state)
  const asked = askedNow(state, tools)
  const desk = deskOf(tools, state)
  const outcome = await desk.payments.capture({
    key: keyFor(desk, paymentId, 'capture', captureRequestedAt, tools),
    id: reference,
    amount: money(captureRequested, asset),
  })
  return settle({ paymentId, operation: 'CAPTURE', asked }, outcome, tools)
}

export const cancelPayment = async (
  paymentId: string,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const state = await loadPayment(paymentId, tools)
  const { reference, requestedAt } = state
  if (reference === undefined || isEnded(state)) return asItIs(state)
  const asked = askedNow(state, tools)
  const desk = deskOf(tools, state)
  const outcome = await desk.payments.cancel({
    key: keyFor(desk, paymentId, 'cancel', requestedAt, tools),
    id: reference,
  })
  return settle({ paymentId, operation: 'CANCEL', asked }, outcome, tools)
}
