import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'

/**
 * An account at an OpenID provider, which at most one person here may use to sign in. The stream's id is the keyed hash of
 * issuer and subject, so that nothing personal stands in it; "no stream" is what makes the first claim unique.
 */
export const category = 'identityReservation'

// Events: the stored contract.
const Claim = z.strictObject({ identityHash: Sha256, owner: Id, at: Instant })
export const definitions = [
  defineEvent('IdentityReserved', 1, Claim),
  defineEvent('IdentityTakenOver', 1, Claim.extend({ from: Id })),
  defineEvent('IdentityReleased', 1, Claim),
] as const
export type IdentityReservationEvent = EventOf<(typeof definitions)[number]>

// State.
export type IdentityReservation =
  | { readonly kind: 'free' }
  | { readonly kind: 'reserved'; readonly owner: string }

export const initial: IdentityReservation = { kind: 'free' }

export const evolve = (
  _state: IdentityReservation,
  event: IdentityReservationEvent,
): IdentityReservation => {
  switch (event.type) {
    case 'IdentityReserved':
    case 'IdentityTakenOver':
      return { kind: 'reserved', owner: event.data.owner }
    case 'IdentityReleased':
      return { kind: 'free' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type IdentityReservationCommand = {
  readonly identityHash: string
  readonly owner: string
} & (
  | { readonly type: 'ReserveIdentity' }
  /** From an owner who is no person here: a registration that was given up, an account that was closed. */
  | { readonly type: 'TakeOverIdentity'; readonly from: string }
  | { readonly type: 'ReleaseIdentity' }
)

export const decide = (
  command: IdentityReservationCommand,
  state: IdentityReservation,
  meta: DecisionMeta,
): Decision<IdentityReservationEvent> => {
  const { identityHash, owner } = command
  const data = { identityHash, owner, at: meta.now }
  const isMine = state.kind === 'reserved' && state.owner === owner
  const taken = reject('IDENTITY_TAKEN', 'Another account here uses this one to sign in.')
  switch (command.type) {
    case 'ReserveIdentity':
      if (isMine) return []
      return state.kind === 'free' ? [{ type: 'IdentityReserved', data }] : taken
    case 'TakeOverIdentity':
      if (isMine) return []
      if (state.kind === 'free') return [{ type: 'IdentityReserved', data }]
      return state.owner === command.from
        ? [{ type: 'IdentityTakenOver', data: { ...data, from: command.from } }]
        : taken
    case 'ReleaseIdentity':
      return isMine ? [{ type: 'IdentityReleased', data }] : []
    default:
      return exhausted(command)
  }
}

export const identityReservation: Aggregate<
  IdentityReservation,
  IdentityReservationCommand,
  IdentityReservationEvent
> = { category, definitions, initial, evolve, decide }
