import { z } from 'zod'
import { defineEvent } from '../../shared/event.ts'
import { Money } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainAddress, ChainKey } from '../values.ts'

/** Every event says which payment it is, as the hub and as the escrow on the chain name it. */
export const TokenPaymentOwner = z.strictObject({
  paymentId: Id,
  /** keccak256 of the payment's id: the nonce of what the payer signs, and so good for one payment only. */
  onChainId: Bytes32,
  organisation: Id,
  chain: ChainKey,
})
export type TokenPaymentOwner = z.output<typeof TokenPaymentOwner>
const Fact = TokenPaymentOwner.extend({ at: Instant })

/** Told by an entry of the chain that is final. */
const Shown = Fact.extend({ entryId: Id })
/** The escrow knows a refund by the hash of its id, and makes it once. */
const OfRefund = Fact.extend({ refundId: Id, onChainRefundId: Bytes32, amount: Money })
const Code = z.string().min(1).max(80)

/**
 * How it was over: nothing was ever taken, the hub gave all back, or the payer took it back once the time was over.
 */
export const ClosedHow = z.enum(['NEVER_AUTHORISED', 'VOIDED', 'RECLAIMED'])
export type ClosedHow = z.output<typeof ClosedHow>

export const definitions = [
  /** `amount` is the most that it may cost; the hold ends at `validBefore` by what the payer signs. */
  defineEvent(
    'TokenPaymentOpened',
    1,
    Fact.extend({ payer: ChainAddress, amount: Money, validBefore: Instant }),
  ),
  /** The payer's authorisation by ERC-3009: 65 bytes. */
  defineEvent(
    'TokenPaymentSigned',
    1,
    Fact.extend({ signature: z.string().regex(/^0x[0-9a-f]{130}$/), signedBy: Id }),
  ),
  /** The chain will not take the authorisation: nothing was taken. */
  defineEvent('TokenPaymentRefused', 1, Fact.extend({ code: Code })),
  /** The escrow holds `amount`. */
  defineEvent('TokenPaymentAuthorised', 1, Shown.extend({ amount: Money })),
  defineEvent('TokenPaymentCaptureRequested', 1, Fact.extend({ amount: Money })),
  /** `amount` is the treasury's, `returned` the payer's again. */
  defineEvent('TokenPaymentCaptured', 1, Shown.extend({ amount: Money, returned: Money })),
  /** All is to be given back: as soon as it is there. */
  defineEvent('TokenPaymentClosingRequested', 1, Fact.extend({ reason: Code })),
  defineEvent(
    'TokenPaymentClosed',
    1,
    Fact.extend({ how: ClosedHow, entryId: Id.exactOptional() }),
  ),
  defineEvent('TokenPaymentRefundRequested', 1, OfRefund),
  defineEvent('TokenPaymentRefunded', 1, OfRefund.extend({ entryId: Id })),
  defineEvent('TokenPaymentRefundFailed', 1, OfRefund.extend({ code: Code })),
] as const
