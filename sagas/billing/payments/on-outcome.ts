import { isEnded } from '../../../domain/billing/payments/payment-state.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { ProviderEffect } from './effects.ts'
import type { Ask, PaymentExecution, Step } from './execution-state.ts'
import type { LookResult, OperationResult } from './results.ts'
import { nextLook, pushEvery, pushSoon, waitBefore } from './schedule.ts'

/** The provider has been asked to do something. */
export const onOperation = (
  state: PaymentExecution,
  effect: ProviderEffect,
  result: OperationResult,
): Step => {
  const isDone =
    result.outcome === 'REFUSED' ||
    (result.outcome === 'KNOWN' && hasTakenEffect(effect, result.standing))
  return isDone ? { state: done(state, effect), asks: [] } : unsureOf(state, effect, result.code)
}

/** What was asked for can be seen on the payment. */
const hasTakenEffect = (effect: ProviderEffect, standing: OperationResult['standing']): boolean => {
  switch (effect.kind) {
    case 'createPayment':
    case 'createRefund':
    case 'lookAtPayment':
      return true
    case 'confirmPayment':
      return standing !== 'REQUIRES_CONFIRMATION'
    case 'capturePayment':
    case 'cancelPayment':
      return isEnded({ standing })
    default:
      return exhausted(effect)
  }
}

/** It is over, one way or the other, and not asked for again. */
const done = (
  { unsure: _, ...state }: PaymentExecution,
  effect: ProviderEffect,
): PaymentExecution => {
  const settled = { ...state, looks: 0, parked: false }
  switch (effect.kind) {
    case 'createPayment': {
      const confirmed =
        state.payment.kind === 'existing' ? { confirmed: state.payment.paymentId } : {}
      return { ...settled, created: true, ...confirmed }
    }
    case 'confirmPayment':
      return { ...settled, confirmed: effect.attemptId }
    case 'capturePayment':
      return { ...settled, captured: true }
    case 'cancelPayment':
      return { ...settled, cancelled: true }
    case 'createRefund':
      return { ...settled, ready: state.ready.filter((id) => id !== effect.refundId) }
    case 'lookAtPayment':
      return settled
    default:
      return exhausted(effect)
  }
}

/** Nobody knows whether it happened, or it has not done what it should: look, at once or after a while, and then no more. */
export const unsureOf = (
  state: PaymentExecution,
  effect: ProviderEffect,
  reason = 'NO_EFFECT',
): Step => {
  // A look that came to nothing leaves open what it was to find out.
  const about = effect.kind === 'lookAtPayment' ? (state.unsure?.effect ?? effect) : effect
  const tries = (state.unsure?.tries ?? 0) + 1
  const unsure = { effect: about, tries }
  const wait = waitBefore(tries)
  if (wait === undefined)
    return {
      state: { ...state, unsure, parked: true },
      asks: [park(about, tries, reason), push(pushEvery)],
    }
  if (wait === 0) return { state: { ...state, unsure, hint: true }, asks: [] }
  return { state: { ...state, unsure }, asks: [{ timer: 'ask', inSeconds: wait }] }
}

const push = (inSeconds: number): Ask => ({ timer: 'push', inSeconds })

const park = ({ kind, paymentId }: ProviderEffect, tries: number, reason: string): Ask => ({
  request: {
    kind: 'reportPayment',
    paymentId,
    code: 'PARKED',
    detail: `After ${tries - 1} tries nobody knows what came of ${kind}: ${reason}.`,
    about: kind,
  },
})

/** The payment was looked at, and what it shows is taken in. */
export const onLook = (before: PaymentExecution, result: LookResult): Step => {
  const state = result.found ? { ...before, created: true } : before
  const { unsure } = state
  if (unsure === undefined) return { state, asks: onward(state, result) }
  const { effect, tries } = unsure
  if (isSettled(effect, result)) {
    const settled = done(state, effect)
    return { state: settled, asks: onward(settled, result) }
  }
  if (state.parked) return { state, asks: [push(pushSoon)] }
  // It may still be under way there. Whoever wants it cancelled does not send it again.
  if (effect.kind === 'createPayment' && isUnwanted(state))
    return tries < 3
      ? unsureOf(state, effect)
      : { state: { ...done(state, effect), cancelled: true }, asks: giveUp(effect) }
  return { state: { ...state, busy: effect }, asks: [{ request: effect }] }
}

const isUnwanted = ({ payment }: PaymentExecution): boolean =>
  payment.kind === 'existing' && payment.cancellation !== undefined

const giveUp = ({ paymentId }: ProviderEffect): readonly Ask[] => [
  { request: { kind: 'giveUpPayment', paymentId, operation: 'CREATE', code: 'NEVER_ARRIVED' } },
]

const isSettled = (effect: ProviderEffect, { found, standing, refunds }: LookResult): boolean => {
  switch (effect.kind) {
    case 'createPayment':
    case 'lookAtPayment':
      return found
    case 'createRefund': {
      const status = refunds[effect.refundId]
      return status === 'PENDING' || status === 'SUCCEEDED' || status === 'FAILED'
    }
    default:
      return found && hasTakenEffect(effect, standing)
  }
}

/** What stands still is looked at again, from time to time. */
const onward = ({ looks }: PaymentExecution, { standing, refunds }: LookResult): readonly Ask[] => {
  const isMoving =
    !isEnded({ standing }) || Object.values(refunds).some((status) => status === 'PENDING')
  return isMoving ? [{ timer: 'ask', inSeconds: nextLook(looks) }] : []
}
