import { msOf } from '../../shared/instant.ts'
import type { CallName } from './token-payment.ts'
import { openRefund, type TokenPayment } from './token-payment-state.ts'

export type WantedCall = {
  /** What it is for, once: a later call of the same method is another one. */
  readonly key: string
  readonly method: CallName
  /** As text, in the order of the contract's method. */
  readonly arguments: readonly string[]
}

/** What the escrow has to be told now, if anything; asked again, it says the same until the chain has shown it. */
export const wantedCall = (state: TokenPayment): WantedCall | undefined => {
  if (state.kind === 'absent') return undefined
  const { stage, onChainId, closing, captureRequested, isLate, signature } = state
  if (stage === 'SIGNED' && signature !== undefined) {
    const until = Math.floor(msOf(state.validBefore) / 1_000).toString()
    const terms = [state.payer, state.amount.toString(), '0', until, onChainId, signature]
    return { key: 'authorize', method: 'authorize', arguments: terms }
  }
  if (isLate || (stage === 'AUTHORISED' && closing !== undefined))
    return { key: 'void', method: 'void', arguments: [onChainId] }
  if (stage === 'AUTHORISED' && captureRequested !== undefined)
    return {
      key: 'capture',
      method: 'capture',
      arguments: [onChainId, captureRequested.toString()],
    }
  const refund = stage === 'CAPTURED' ? openRefund(state) : undefined
  return refund === undefined
    ? undefined
    : {
        key: `refund ${refund.refundId}`,
        method: 'refund',
        arguments: [onChainId, refund.onChainRefundId, refund.amount.toString()],
      }
}
