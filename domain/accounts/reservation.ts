import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import type { RejectionCode } from '../shared/rejection-codes.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'

/**
 * A name that only one account may have. The stream's id is the keyed hash of the name, so that nothing personal stands
 * in it, and appending its first event with "no stream" is what makes the name unique.
 */
export const emailCategory = 'emailReservation'
export const usernameCategory = 'usernameReservation'

// Events: the stored contract, the same for every kind of name.
const Name = z.strictObject({
  kind: z.enum(['EMAIL', 'USERNAME']),
  nameHash: Sha256,
  owner: Id,
  at: Instant,
})
export const definitions = [
  defineEvent('NameReserved', 1, Name),
  defineEvent('NameTakenOver', 1, Name.extend({ from: Id })),
  defineEvent('NameReleased', 1, Name),
] as const
export type ReservationEvent = EventOf<(typeof definitions)[number]>

// State.
export type Reservation =
  | { readonly kind: 'free' }
  | { readonly kind: 'reserved'; readonly owner: string; readonly since: string }

export const initial: Reservation = { kind: 'free' }

export const evolve = (_state: Reservation, event: ReservationEvent): Reservation => {
  switch (event.type) {
    case 'NameReserved':
    case 'NameTakenOver':
      return { kind: 'reserved', owner: event.data.owner, since: event.data.at }
    case 'NameReleased':
      return { kind: 'free' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type ReservationCommand = { readonly nameHash: string; readonly owner: string } & (
  | { readonly type: 'ReserveName' }
  /** From an owner whose registration was abandoned and can never be finished. */
  | { readonly type: 'TakeOverName'; readonly from: string }
  | { readonly type: 'ReleaseName' }
)

type Kind = {
  readonly category: string
  readonly kind: 'EMAIL' | 'USERNAME'
  readonly taken: RejectionCode
  readonly detail: string
}

const decideFor =
  ({ kind, taken, detail }: Kind) =>
  (
    command: ReservationCommand,
    state: Reservation,
    meta: DecisionMeta,
  ): Decision<ReservationEvent> => {
    const { nameHash, owner } = command
    const data = { kind, nameHash, owner, at: meta.now }
    const isMine = state.kind === 'reserved' && state.owner === owner
    switch (command.type) {
      case 'ReserveName':
        if (isMine) return []
        if (state.kind === 'reserved') return reject(taken, detail)
        return [{ type: 'NameReserved', data }]
      case 'TakeOverName':
        if (isMine) return []
        if (state.kind === 'free') return [{ type: 'NameReserved', data }]
        if (state.owner !== command.from) return reject(taken, detail)
        return [{ type: 'NameTakenOver', data: { ...data, from: command.from } }]
      case 'ReleaseName':
        return isMine ? [{ type: 'NameReleased', data }] : []
      default:
        return exhausted(command)
    }
  }

export type ReservationAggregate = Aggregate<Reservation, ReservationCommand, ReservationEvent>

const reservationOf = (kind: Kind): ReservationAggregate => ({
  category: kind.category,
  definitions,
  initial,
  evolve,
  decide: decideFor(kind),
})

export const emailReservation = reservationOf({
  category: emailCategory,
  kind: 'EMAIL',
  taken: 'EMAIL_TAKEN',
  detail: 'Another account has this e-mail address.',
})

export const usernameReservation = reservationOf({
  category: usernameCategory,
  kind: 'USERNAME',
  taken: 'USERNAME_TAKEN',
  detail: 'Another account has this username.',
})
