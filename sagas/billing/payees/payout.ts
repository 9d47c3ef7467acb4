import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'
import type { Order, PayoutEffect, PayoutTerms, PayoutWord } from './payout-effects.ts'
import { LookResult, neverHappened, OrderResult, RecordResult } from './payout-results.ts'
import { evolve, initial, type PayoutRun } from './payout-state.ts'

type Action = SagaAction<PayoutEffect>

const second = 1_000
const hour = 3_600 * second
/** For so long a bank may still send back what it took. */
const returnsForMs = 60 * 24 * hour

const later = (now: string, ms: number): string => instantOf(msOf(now) + ms)
const schedule = (name: 'ask' | 'look', now: string, ms: number): Action => ({
  do: 'schedule',
  name,
  dueAt: later(now, ms),
})
const record = (payout: PayoutTerms, word: PayoutWord): Action => ({
  do: 'request',
  effect: { kind: 'record', payout, word },
})

const decide = (message: SagaMessage, before: PayoutRun, now: string): readonly Action[] => {
  const state = evolve(before, message)
  const { payout } = state
  if (payout === undefined) return []
  switch (message.type) {
    case 'input':
      if (message.input.type === 'PayoutRequested') return [order(state, payout)]
      // A notice is a hint: what it says is looked up.
      return state.reference === undefined || state.failure !== undefined
        ? []
        : [look(state, payout)]
    case 'timer':
      return message.name === 'ask' ? [find(state, payout)] : [look(state, payout)]
    case 'succeeded':
      return onSuccess(message, before, state, payout, now)
    case 'unknown':
      if (message.kind !== 'order') return halt(message.kind, 'UNKNOWN')
      return [
        record(payout, { as: 'UNKNOWN', reason: message.reason }),
        schedule('ask', now, patience(state)),
      ]
    case 'refused':
      return halt(message.kind, message.code)
    default:
      return exhausted(message)
  }
}

/** Nothing else is ever refused while the house is in order: stop where a person can see it. */
const halt = (kind: string, code: string): readonly Action[] => [
  { do: 'end', outcome: `HALTED ${kind} ${code}` },
]

/** What the provider will not reverse is looked for, and asked for again, under a key that it has forgotten by then. */
const retryMs = 25 * hour
const heldUp = (payout: PayoutTerms, code: string): Action => ({
  do: 'request',
  effect: { kind: 'reportHeldUp', payout, why: `The transfer is not reversed: ${code}` },
})
const goesOn = (payout: PayoutTerms): Action => ({
  do: 'request',
  effect: { kind: 'reportGoingOn', payout },
})

/** Half a minute, a minute, two …, an hour at most. */
const patience = ({ asked }: PayoutRun): number => Math.min(30 * second * 2 ** asked, hour)

const orderOf = (state: PayoutRun, payout: PayoutTerms): Order => {
  const { operation, orderedAt, transfer } = state
  return { operation, payout, orderedAt, ...(transfer === undefined ? {} : { transfer }) }
}
const order = (state: PayoutRun, payout: PayoutTerms): Action => ({
  do: 'request',
  effect: { kind: 'order', order: orderOf(state, payout) },
})
const find = (state: PayoutRun, payout: PayoutTerms): Action => ({
  do: 'request',
  effect: { kind: 'find', order: orderOf(state, payout) },
})
const look = ({ reference = '' }: PayoutRun, payout: PayoutTerms): Action => ({
  do: 'request',
  effect: { kind: 'look', payout, reference },
})

type Success = Extract<SagaMessage, { readonly type: 'succeeded' }>

const onSuccess = (
  { kind, result }: Success,
  before: PayoutRun,
  state: PayoutRun,
  payout: PayoutTerms,
  now: string,
): readonly Action[] => {
  switch (kind) {
    case 'order':
    case 'find':
      return onOrder(OrderResult.parse(result), before, state, payout, now)
    case 'look':
      return onLook(LookResult.parse(result), before, state, payout, now)
    default:
      if (kind !== 'record') return []
      return RecordResult.parse(result).as === 'FAILED'
        ? [{ do: 'end', outcome: state.isPaid ? 'RETURNED' : 'FAILED' }]
        : []
  }
}

const onOrder = (
  result: OrderResult,
  before: PayoutRun,
  state: PayoutRun,
  payout: PayoutTerms,
  now: string,
): readonly Action[] => {
  const { operation } = before
  switch (result.outcome) {
    case 'DONE':
      if (operation === 'TRANSFER') return [order(state, payout)]
      return operation === 'PAYOUT'
        ? [
            record(payout, { as: 'SENT', reference: result.reference }),
            schedule('look', now, 6 * hour),
          ]
        : [
            record(payout, { as: 'FAILED', code: state.failure ?? 'UNKNOWN' }),
            ...(state.isHeldUp === true ? [goesOn(payout)] : []),
          ]
    case 'REFUSED':
      if (operation === 'REVERSAL')
        return result.code === neverHappened
          ? [order(state, payout)]
          : [heldUp(payout, result.code), schedule('ask', now, retryMs)]
      return operation === 'PAYOUT'
        ? [order(state, payout)]
        : [record(payout, { as: 'FAILED', code: result.code })]
    case 'ABSENT':
      return [order(state, payout)]
    default:
      return exhausted(result)
  }
}

const onLook = (
  result: LookResult,
  before: PayoutRun,
  state: PayoutRun,
  payout: PayoutTerms,
  now: string,
): readonly Action[] => {
  switch (result.state) {
    case 'UNDER_WAY':
      return [schedule('look', now, 6 * hour)]
    case 'PAID': {
      const { reference = '' } = state
      if (!before.isPaid)
        return [record(payout, { as: 'PAID', reference }), schedule('look', now, returnsForMs)]
      return before.isLate ? [{ do: 'end', outcome: 'PAID' }] : []
    }
    case 'FAILED':
      return before.failure === undefined
        ? [{ do: 'unschedule', name: 'look' }, order(state, payout)]
        : []
    default:
      return exhausted(result)
  }
}

/**
 * One payout: to the payee's account at the provider, from there to the bank. What may or may not have happened is asked
 * about before anything else is tried; what the bank will not have, or sends back, comes back to the balance.
 */
export const payeePayout: Saga<PayoutRun, PayoutEffect> = {
  name: 'payeePayout',
  version: 1,
  streamPrefixes: ['payee-', 'providerNotice-'],
  routes: {
    PayoutRequested: { starts: 'payoutId' },
    ProviderNoticeReceived: { continues: 'payoutId', optional: true },
  },
  mayRest: false,
  initial,
  evolve,
  decide,
}
