import { wallet, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { changeAs, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import type { BookingEffect } from './effects.ts'

/** Has the wallet book it. Each takes place once under its id, whoever asks and however often. */
export const book = (effect: BookingEffect, tools: EffectTools): Promise<EffectOutcome> =>
  changeAs(tools, wallet, effect.walletId, commandOf(effect))

const commandOf = (effect: BookingEffect): WalletCommand => {
  const { organisation } = effect
  const { asset } = effect.amount
  const amount = BigInt(effect.amount.amount)
  const of = { organisation, asset } as const
  switch (effect.kind) {
    case 'creditWallet':
      return { ...of, type: 'CreditFromPayment', paymentId: effect.paymentId, amount }
    case 'settleCapture':
      return { ...of, type: 'SettleCardCapture', paymentId: effect.paymentId, amount }
    case 'failCapture':
      return { ...of, type: 'FailCardCapture', paymentId: effect.paymentId, amount }
    case 'withdraw': {
      const { paymentId, refundId } = effect
      return { ...of, type: 'WithdrawToCard', paymentId, refundId, amount }
    }
    case 'settleWithdrawal':
      return { ...of, type: 'SettleWithdrawal', refundId: effect.refundId }
    case 'returnWithdrawal':
      return { ...of, type: 'ReturnWithdrawal', refundId: effect.refundId }
    case 'creditReturned':
      // The payment has paid it again: it can be refunded, or disputed, anew.
      return {
        ...of,
        type: 'ReturnWithdrawal',
        refundId: effect.refundId,
        afterSettlement: true,
      }
    case 'openDispute': {
      const { paymentId, disputeId } = effect
      return { ...of, type: 'OpenDispute', paymentId, disputeId, amount }
    }
    case 'closeDispute':
      return { ...of, type: 'CloseDispute', disputeId: effect.disputeId, outcome: effect.outcome }
    default:
      return exhausted(effect)
  }
}
