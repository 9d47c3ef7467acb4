import type { Performers } from '../../runtime/effects.ts'
import { book } from './book.ts'
import type { PaymentEffect } from './effects.ts'
import { lookAtPayment } from './look.ts'
import { cancelPayment, capturePayment, confirmPayment, createPayment } from './operate.ts'
import { createRefund } from './refund.ts'
import { tellPayment } from './tell-payment.ts'

/** Does what a payment's execution asked for. Safe to do again: every call has a key that follows from what it is about. */
export const performPaymentEffects: Performers<PaymentEffect> = {
  createPayment: ({ paymentId }, tools) => createPayment(paymentId, tools),
  confirmPayment: (effect, tools) => confirmPayment(effect, tools),
  capturePayment: ({ paymentId }, tools) => capturePayment(paymentId, tools),
  cancelPayment: ({ paymentId }, tools) => cancelPayment(paymentId, tools),
  createRefund: (effect, tools) => createRefund(effect, tools),
  lookAtPayment: ({ paymentId }, tools) => lookAtPayment(paymentId, tools),
  creditWallet: book,
  settleCapture: book,
  failCapture: book,
  withdraw: book,
  settleWithdrawal: book,
  returnWithdrawal: book,
  creditReturned: book,
  openDispute: book,
  closeDispute: book,
  giveUpPayment: ({ paymentId, operation, code }, tools) =>
    tellPayment(tools, 'record', { type: 'RecordRefusal', paymentId, operation, code }),
  cancelWish: ({ paymentId, reason }, tools) =>
    tellPayment(tools, 'record', {
      type: 'RequestCancellation',
      ...{ paymentId, reason, unlessAuthorised: true },
    }),
  failRefund: ({ paymentId, refundId, code }, tools) =>
    tellPayment(tools, 'record', {
      type: 'RecordRefund',
      ...{ paymentId, refundId, status: 'FAILED', code: code.slice(0, 80) },
    }),
  reportPayment: ({ paymentId, code, detail, about }, tools) =>
    tellPayment(tools, 'record', { type: 'RecordFinding', paymentId, code, detail, about }),
}
