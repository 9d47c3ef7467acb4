import type { ShownEntry } from '../../../domain/tokens/payments/shown-entry.ts'
import { tokenPayment } from '../../../domain/tokens/payments/token-payment.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import { requestTransactionAs } from '../transactions/request-transaction.ts'
import type { StoredEntry, TokenPaymentEffect } from './effects.ts'
import { purposeKind } from './settlement.ts'

const readEntry = (entry: StoredEntry): ShownEntry => {
  switch (entry.event) {
    case 'PaymentAuthorized':
    case 'PaymentRefunded':
      return { ...entry, amount: BigInt(entry.amount) }
    case 'PaymentCaptured':
      return { ...entry, amount: BigInt(entry.amount), returned: BigInt(entry.returned) }
    case 'PaymentVoided':
    case 'PaymentReclaimed':
      return entry
    default:
      return entry satisfies never
  }
}

/** Does what a payment at the escrow asked for: calls by the hub's operator, and records of its own. */
export const performTokenPaymentEffects: Performers<TokenPaymentEffect> = {
  callEscrow: ({ onChainId, chain, transactionId, method, arguments: terms }, tools) =>
    requestTransactionAs(tools, {
      ...{ transactionId, chain, method },
      signer: 'OPERATOR',
      contract: 'PAYMENTS',
      arguments: [...terms],
      purpose: { kind: purposeKind, id: onChainId },
    }),
  recordEntry: ({ onChainId, entry }, tools) =>
    changeAs(tools, tokenPayment, onChainId, { type: 'RecordEntry', entry: readEntry(entry) }),
  recordFailure: ({ onChainId, call, code }, tools) =>
    changeAs(tools, tokenPayment, onChainId, {
      type: 'RecordFailure',
      ...{ call, code: code.slice(0, 80) },
    }),
}
