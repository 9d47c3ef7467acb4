import type { ExistingTokenPayment } from '../../../domain/tokens/payments/token-payment-state.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import type { AuthorisationTerms } from '../../../platform/chain/payments/authorisation.ts'

/**
 * How long the escrow may hold what a payer signed: longer than a job waits and runs at most, for what was used is captured
 * before that or never.
 */
export const holdSeconds = 10 * 86_400

/** What the payer of a payment signs. */
export const termsOf = ({
  payer,
  amount,
  validBefore,
  onChainId,
}: ExistingTokenPayment): AuthorisationTerms => ({
  from: payer,
  value: amount,
  validBefore: Math.floor(msOf(validBefore) / 1_000),
  nonce: onChainId,
})
