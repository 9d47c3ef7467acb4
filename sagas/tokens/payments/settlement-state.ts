import {
  initial as noPayment,
  type TokenPayment,
} from '../../../domain/tokens/payments/token-payment-state.ts'
import type { CallName } from '../../../domain/tokens/payments/token-payment.ts'
import { wantedCall, type WantedCall } from '../../../domain/tokens/payments/wanted-call.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { TokenPaymentEffect } from './effects.ts'

/** The newest call that a transaction was asked for. */
export type Calling = {
  readonly key: string
  readonly method: CallName
  readonly attempt: number
  readonly transactionId: string
  readonly hasFailed: boolean
}

export type TokenSettlement = {
  /** As far as it has been heard of. */
  readonly payment: TokenPayment
  readonly calling?: Calling
  /** The contract's error, once the transaction is in a block that may still go. */
  readonly revert?: string
  /** It came to nothing for now: tried again when the timer says so. */
  readonly waits: boolean
}

export const initial: TokenSettlement = { payment: noPayment, waits: false }

export type Ask =
  | { readonly request: TokenPaymentEffect }
  /** Tried again after so many seconds. */
  | { readonly again: number }
export type Step = { readonly state: TokenSettlement; readonly asks: readonly Ask[] }

/** Calls the escrow for what the payment wants now, each thing once; what failed, once more after a while. */
export const withNextCall = ({ state, asks }: Step): Step => {
  const { payment, calling, waits } = state
  const wanted = wantedCall(payment)
  if (wanted === undefined || waits || payment.kind === 'absent') return { state, asks }
  const isOut = calling?.key === wanted.key
  if (isOut && !calling.hasFailed) return { state, asks }
  const next = callingOf(payment.onChainId, wanted, isOut ? calling.attempt + 1 : 1)
  const { method, arguments: terms } = wanted
  const { onChainId, chain } = payment
  const { transactionId } = next
  const request: TokenPaymentEffect = {
    kind: 'callEscrow',
    ...{ onChainId, chain, transactionId, method },
    arguments: terms,
  }
  const { revert: _, ...rest } = state
  return { state: { ...rest, calling: next }, asks: [...asks, { request }] }
}

const callingOf = (onChainId: string, { key, method }: WantedCall, attempt: number): Calling => {
  const transactionId = derivedId('token payment', onChainId, key, attempt.toString())
  return { key, method, attempt, transactionId, hasFailed: false }
}
