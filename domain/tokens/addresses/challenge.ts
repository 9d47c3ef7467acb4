import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { instantOf, msOf } from '../../shared/instant.ts'
import { reject } from '../../shared/rejection.ts'
import { Id, Instant } from '../../shared/values.ts'
import { ChainAddress, ChainKey } from '../values.ts'

/**
 * What somebody has to sign to show that an address is theirs (EIP-4361): everything that the text is made of, so that the
 * hub writes the same text again when the signature comes. That it is used once is kept by the address itself.
 */
export const category = 'addressChallenge'

/** A message is signed within minutes. */
export const challengeSeconds = 10 * 60

const Wish = z.strictObject({
  challengeId: Id,
  organisation: Id,
  chain: ChainKey,
  chainId: z.int().min(1),
  address: ChainAddress,
  /** Whom the signer speaks with: host and port of the hub. */
  domain: z.string().min(1).max(255),
  uri: z.string().min(1).max(2_000),
  /** Letters and digits, from the hub. */
  nonce: z.string().regex(/^[A-Za-z0-9]{16,64}$/),
})
export type ChallengeWish = z.output<typeof Wish>

// Events: the stored contract.
export const definitions = [
  defineEvent('AddressChallengeIssued', 1, Wish.extend({ at: Instant, expiresAt: Instant })),
] as const
export type AddressChallengeEvent = EventOf<(typeof definitions)[number]>

// State.
export type IssuedChallenge = AddressChallengeEvent['data'] & { readonly kind: 'issued' }
export type AddressChallenge = { readonly kind: 'absent' } | IssuedChallenge

export const initial: AddressChallenge = { kind: 'absent' }

export const evolve = (
  _state: AddressChallenge,
  { data }: AddressChallengeEvent,
): AddressChallenge => ({ kind: 'issued', ...data })

export const isExpired = ({ expiresAt }: IssuedChallenge, now: string): boolean =>
  msOf(expiresAt) <= msOf(now)

// Commands.
export type AddressChallengeCommand = { readonly type: 'IssueChallenge' } & ChallengeWish

export const decide = (
  { type: _, ...wish }: AddressChallengeCommand,
  state: AddressChallenge,
  { now: at }: DecisionMeta,
): Decision<AddressChallengeEvent> => {
  if (state.kind === 'issued') return reject('ALREADY_EXISTS', 'This message was issued already.')
  const expiresAt = instantOf(msOf(at) + challengeSeconds * 1000)
  return [{ type: 'AddressChallengeIssued', data: { ...wish, at, expiresAt } }]
}

export const addressChallenge: Aggregate<
  AddressChallenge,
  AddressChallengeCommand,
  AddressChallengeEvent
> = { category, definitions, initial, evolve, decide }
