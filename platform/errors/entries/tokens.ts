import { entry } from '../entry.ts'

/** Chains, addresses and tokens. */
export const tokens = {
  ADDRESS_COOLING: entry(
    409,
    'The address was linked a short time ago',
    'Withdraw to it later; the detail says when.',
  ),
  DEPOSIT_NOT_CLAIMABLE: entry(
    409,
    'The deposit is not waiting for an owner',
    'Only what is final on the chain and credited to nobody can be claimed.',
  ),
  PRICE_UNAVAILABLE: entry(
    503,
    'Nobody says what the token is worth',
    'Try again later; without a price nothing is exchanged.',
  ),
  WITHDRAWAL_LIMIT_EXCEEDED: entry(
    409,
    'Above the limit of withdrawals',
    'Withdraw less, or the rest on another day; the detail says what is left today (UTC).',
  ),
  CHAIN_UNKNOWN: entry(
    404,
    'The hub is not on this chain',
    'Name one of the chains that it is on.',
  ),
  ADDRESS_TAKEN: entry(
    409,
    'Another organisation has linked this address',
    'Unlink it there first, or use another address.',
  ),
  PAYMENT_SIGNATURE_INVALID: entry(
    422,
    'The signature is not the payer’s under this payment',
    'Sign what `refreshPayment` answers, as it is, with the key of the address that pays.',
  ),
  ADDRESS_PROOF_INVALID: entry(
    422,
    'The signature does not show that the address is yours',
    'Ask for a message, and sign it as it is with the key of the address, before it expires; each counts once.',
  ),
  TRANSACTION_ON_CHAIN: entry(
    409,
    'The transaction is on the chain, or has ended',
    'Only what waits for a block can be cancelled.',
  ),
  CHAIN_NOT_HALTED: entry(
    409,
    'The chain is followed',
    'Only a chain that was halted is resumed; look at its state again.',
  ),
  CHAIN_BLOCK_AHEAD: entry(
    422,
    'The chain was not followed that far',
    'Name a block that is not above the last one that was followed, so that none is left out.',
  ),
  REGISTRATION_UNDER_WAY: entry(
    409,
    'The chain has not answered yet',
    'Wait until the registry shows what was asked last, then ask for the next change.',
  ),
  ILLEGAL_SLASHING_TRANSITION: entry(
    409,
    'The slashing does not allow that now',
    'Look at its state: it is contested in its time, and waived before the chain is asked for it.',
  ),
  ADDRESS_NOT_LINKED: entry(
    422,
    'The address is not linked to the organisation',
    'Link it first: ask for a message, sign it with the key of the address, and hand it in.',
  ),
}
