import type { PayeeEventOf } from '../../../domain/billing/payees/payee-events.ts'
import type { SagaMessage } from '../../runtime/saga.ts'
import type { Operation, PayoutTerms } from './payout-effects.ts'
import { LookResult, OrderResult } from './payout-results.ts'

/** One payout, as far as it has been heard of. */
export type PayoutRun = {
  readonly payout?: PayoutTerms
  /** The step that is open, when it was asked for first, and how often it was asked about. */
  readonly operation: Operation
  readonly orderedAt: string
  readonly asked: number
  readonly transfer?: string
  readonly reference?: string
  /** The bank has it. */
  readonly isPaid: boolean
  /** The time for sending it back is over. */
  readonly isLate: boolean
  /** Coming back was refused; it is tried again. */
  readonly isHeldUp?: true
  /** Why it comes back. */
  readonly failure?: string
}

export const initial: PayoutRun = {
  operation: 'TRANSFER',
  orderedAt: '',
  asked: 0,
  isPaid: false,
  isLate: false,
}

export const evolve = (state: PayoutRun, message: SagaMessage): PayoutRun => {
  switch (message.type) {
    case 'input': {
      if (message.input.type !== 'PayoutRequested') return state
      // The route's type says what it holds; it was checked when it was read.
      const { data } = message.input as PayeeEventOf<'PayoutRequested'>
      const { payoutId, organisation, asset, amount, accountId, at } = data
      const payout = { payoutId, organisation, asset, amount, accountId, requestedAt: at }
      return { ...state, payout, orderedAt: at }
    }
    case 'succeeded':
      return message.kind === 'order' || message.kind === 'find'
        ? onOrder(state, OrderResult.parse(message.result))
        : message.kind === 'look'
          ? onLook(state, LookResult.parse(message.result))
          : state
    case 'unknown':
      return { ...state, asked: state.asked + 1 }
    case 'timer':
      return { ...state, isLate: state.isPaid }
    case 'refused':
      return state
  }
}

const onOrder = (state: PayoutRun, result: OrderResult): PayoutRun => {
  const { operation } = state
  switch (result.outcome) {
    case 'DONE': {
      const { reference, at } = result
      if (operation === 'TRANSFER') return { ...next(state, 'PAYOUT', at), transfer: reference }
      return operation === 'PAYOUT' ? { ...state, asked: 0, reference } : state
    }
    case 'REFUSED': {
      const { code: failure, at } = result
      // Asked for anew from then on.
      if (operation === 'REVERSAL') return { ...state, orderedAt: at, asked: 0, isHeldUp: true }
      return { ...(operation === 'PAYOUT' ? next(state, 'REVERSAL', at) : state), failure }
    }
    case 'ABSENT':
      return { ...state, asked: state.asked + 1 }
  }
}

const next = (state: PayoutRun, operation: Operation, orderedAt: string): PayoutRun => ({
  ...state,
  ...{ operation, orderedAt },
  asked: 0,
})

const onLook = (state: PayoutRun, result: LookResult): PayoutRun => {
  switch (result.state) {
    case 'PAID':
      return { ...state, isPaid: true }
    case 'FAILED':
      return state.failure === undefined
        ? { ...next(state, 'REVERSAL', result.at), failure: result.code }
        : state
    case 'UNDER_WAY':
      return state
  }
}
