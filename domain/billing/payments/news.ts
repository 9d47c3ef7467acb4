import type { DecisionMeta } from '../../shared/decider.ts'
import { money } from '../../shared/money.ts'
import { exhausted } from '../../shared/values.ts'
import { finding } from './finding.ts'
import type { Operation } from './payment-events.ts'
import { ownerOf, type ExistingPayment, type PaymentEvent, type Standing } from './payment-state.ts'

/** A payment as its provider showed it. Amounts in minor units of `asset`. */
export type PaymentNews = {
  readonly reference: string
  /** The payment that it is under our own name of, where the provider shows one. */
  readonly ofPayment?: string
  readonly standing: Standing
  readonly asset: string
  readonly amount: bigint
  readonly authorised: bigint
  readonly captured: bigint
  /** Of the last attempt, when it failed. */
  readonly failure?: { readonly code: string; readonly chargeReference?: string }
  /** When it was asked. */
  readonly observedAt: string
  /** The provider's answer to what it was asked, and so about the last attempt. */
  readonly isAnswer?: true
  /** Of the hub's own record of the payment, when it was asked. */
  readonly round: number
}

/** Before it is authorised a payment goes back and forth; from there on only forward. */
const phaseOf = (standing: Standing): number => {
  switch (standing) {
    case 'REQUIRES_PAYMENT_METHOD':
    case 'REQUIRES_CONFIRMATION':
    case 'REQUIRES_ACTION':
    case 'PROCESSING':
      return 0
    case 'REQUIRES_CAPTURE':
      return 1
    case 'CANCELLED':
      return 2
    // Money that was taken was taken, whatever else is said.
    case 'SUCCEEDED':
      return 3
    default:
      return exhausted(standing)
  }
}

/** Within one attempt. */
const stepOf = ({ standing, failure }: Pick<PaymentNews, 'standing' | 'failure'>): number => {
  switch (standing) {
    case 'REQUIRES_PAYMENT_METHOD':
      return failure === undefined ? 0 : 4
    case 'REQUIRES_CONFIRMATION':
      return 1
    case 'REQUIRES_ACTION':
      return 2
    default:
      return 3
  }
}

/**
 * What follows from what the provider shows, however late, often and in whatever order it comes: what is older than what
 * is known changes nothing, what can't be true together with it becomes a finding.
 */
export const applyNews = (
  state: ExistingPayment,
  news: PaymentNews,
  meta: DecisionMeta,
): readonly PaymentEvent[] => {
  const { reference } = news
  if (state.reference !== undefined && state.reference !== reference)
    return finding(
      state,
      'SECOND_PROVIDER_PAYMENT',
      `The provider has ${reference} under this id besides ${state.reference}.`,
      meta,
      reference,
    )
  if (news.ofPayment !== undefined && news.ofPayment !== state.paymentId)
    return finding(
      state,
      'CONTRADICTION',
      `The provider shows ${reference} as payment ${news.ofPayment}.`,
      meta,
      `${reference} ${news.ofPayment}`,
    )
  if (isForeign(state, news))
    return finding(
      state,
      'AMOUNT_MISMATCH',
      `The provider shows ${news.standing} of ${news.amount} ${news.asset}, authorised ${news.authorised}, captured ${news.captured}.`,
      meta,
      `${news.standing} ${news.amount} ${news.asset} ${news.authorised} ${news.captured}`,
    )
  return [...resolution(state, news, meta), ...progress(state, news, meta)]
}

/** Amounts that do not belong to what was asked for. */
const isForeign = (state: ExistingPayment, news: PaymentNews): boolean =>
  news.asset !== state.asset ||
  news.amount !== state.amount ||
  news.authorised > state.amount ||
  news.captured > state.amount ||
  (news.standing === 'SUCCEEDED' &&
    (news.captured === 0n || (state.capture === 'AUTOMATIC' && news.captured !== state.amount))) ||
  (news.standing === 'REQUIRES_CAPTURE' &&
    (state.capture === 'AUTOMATIC' || news.authorised === 0n)) ||
  (news.standing !== 'SUCCEEDED' && news.captured > 0n)

const resolution = (
  state: ExistingPayment,
  news: PaymentNews,
  { now }: DecisionMeta,
): readonly PaymentEvent[] => {
  const { unknown } = state
  if (unknown === undefined || news.round < unknown.round) return []
  const { operation } = unknown
  const happened = hasHappened(operation, news) && !isOfEarlierAttempt(state, news)
  return [{ type: 'PaymentResolved', data: { ...ownerOf(state), operation, happened, at: now } }]
}

const hasHappened = (operation: Operation, news: PaymentNews): boolean => {
  switch (operation) {
    case 'CREATE':
      return true
    case 'CONFIRM':
      return stepOf(news) > 1 || phaseOf(news.standing) > 0
    case 'CAPTURE':
      return news.standing === 'SUCCEEDED'
    case 'CANCEL':
      return news.standing === 'CANCELLED'
    default:
      return exhausted(operation)
  }
}

const progress = (
  state: ExistingPayment,
  news: PaymentNews,
  meta: DecisionMeta,
): readonly PaymentEvent[] => {
  const before = phaseOf(state.standing)
  const after = phaseOf(news.standing)
  // It is about to be given back: nobody is to begin anything on it.
  if (before === 0 && after === 1 && state.cancellation !== undefined)
    return state.standing === 'PROCESSING'
      ? []
      : [eventOf(state, { ...news, standing: 'PROCESSING' }, meta)]
  if (after === 0 && before === 0) return isNewer(state, news) ? [eventOf(state, news, meta)] : []
  const contradiction = (): readonly PaymentEvent[] =>
    finding(
      state,
      'CONTRADICTION',
      `The provider shows ${news.standing} after ${state.standing}.`,
      meta,
      [state.standing, news.standing].toSorted().join(' '),
    )
  if (after > before) return [...(before === 2 ? contradiction() : []), eventOf(state, news, meta)]
  if (after < before) {
    const isLate = after < 2 && news.observedAt <= (state.observedAt ?? '')
    return isLate ? [] : contradiction()
  }
  const isSame =
    after === 1 ? news.authorised === state.authorised : news.captured === state.captured
  return isSame
    ? []
    : finding(
        state,
        'AMOUNT_MISMATCH',
        `The provider shows authorised ${news.authorised}, captured ${news.captured}; before it was ${state.authorised}, ${state.captured}.`,
        meta,
        `${news.standing} ${news.authorised} ${news.captured}`,
      )
}

/** It is about the attempt that is under way, and further on; or another attempt, after that one was declined. */
const isNewer = (state: ExistingPayment, news: PaymentNews): boolean => {
  if (news.round < state.attemptRound || isOfEarlierAttempt(state, news)) return false
  // The first that is heard of it tells what the provider calls it.
  if (state.reference === undefined) return true
  const { declined, chargeReference } = state.attempts.at(-1) ?? {}
  const failure = declined === undefined ? {} : { failure: { code: declined } }
  const before = stepOf({ standing: state.standing, ...failure })
  if (declined !== undefined && news.observedAt > (state.observedAt ?? ''))
    return news.failure === undefined
      ? stepOf(news) > 0
      : news.failure.chargeReference !== chargeReference
  return stepOf(news) > before
}

/**
 * Known by its charge. Where there is none (the bank's question was not answered), the same failure as before is taken for
 * the earlier one as long as nothing else was seen of the attempt: asked again, the provider says of which it is.
 */
const isOfEarlierAttempt = (
  { attempts, standing }: ExistingPayment,
  { failure, isAnswer }: PaymentNews,
): boolean => {
  if (failure === undefined) return false
  const { code, chargeReference: charge } = failure
  if (charge === undefined && (isAnswer === true || standing !== 'REQUIRES_CONFIRMATION'))
    return false
  return attempts
    .slice(0, -1)
    .some(
      ({ chargeReference, declined }) =>
        chargeReference === charge && (charge !== undefined || declined === code),
    )
}

const eventOf = (
  state: ExistingPayment,
  { standing, reference, observedAt, authorised, captured, failure }: PaymentNews,
  { now: at }: DecisionMeta,
): PaymentEvent => {
  const data = { ...ownerOf(state), reference, observedAt, at }
  switch (standing) {
    case 'REQUIRES_PAYMENT_METHOD':
      return failure === undefined
        ? { type: 'PaymentMethodRequired', data }
        : { type: 'PaymentDeclined', data: { ...data, ...failure } }
    case 'REQUIRES_CONFIRMATION':
      return { type: 'PaymentConfirmationRequired', data }
    case 'REQUIRES_ACTION':
      return { type: 'PaymentActionRequired', data }
    case 'PROCESSING':
      return { type: 'PaymentProcessing', data }
    case 'REQUIRES_CAPTURE':
      return {
        type: 'PaymentAuthorised',
        data: { ...data, authorised: money(authorised, state.asset) },
      }
    case 'SUCCEEDED':
      return { type: 'PaymentSucceeded', data: { ...data, captured: money(captured, state.asset) } }
    case 'CANCELLED':
      return {
        type: 'PaymentCancelled',
        data: { ...data, reason: state.cancellation ?? 'BY_PROVIDER' },
      }
    default:
      return exhausted(standing)
  }
}
