import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed, Sha256 } from '../shared/values.ts'
import { GrantedRole } from './member-role.ts'

/** That somebody with a certain e-mail address may join an organisation. Whoever that is, they may not have an account. */
export const category = 'invitation'

// Events: the stored contract.
const Fact = z.strictObject({ invitationId: Id, organisationId: Id, at: Instant })
const Sent = Fact.extend({
  invitedBy: Id,
  /** Under the invitation's own id, so that the address goes as soon as it is settled. */
  address: Sealed,
  /** The keyed hash under which the address is reserved by who has it. */
  addressHash: Sha256,
  role: GrantedRole,
  tokenHash: Sha256,
  expiresAt: Instant,
})
export const definitions = [
  defineEvent('InvitationSent', 1, Sent),
  defineEvent('InvitationAccepted', 1, Fact.extend({ userId: Id })),
  defineEvent('InvitationDeclined', 1, Fact),
  defineEvent('InvitationRevoked', 1, Fact),
] as const
export type InvitationEvent = EventOf<(typeof definitions)[number]>

// State.
export type SentInvitation = Omit<z.output<typeof Sent>, 'at' | 'invitationId'> & {
  readonly status: 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'REVOKED'
  readonly acceptedBy?: string
}
export type Invitation = { readonly kind: 'absent' } | ({ readonly kind: 'sent' } & SentInvitation)

export const initial: Invitation = { kind: 'absent' }

export const evolve = (state: Invitation, event: InvitationEvent): Invitation => {
  if (event.type === 'InvitationSent') {
    const { at: _, invitationId: __, ...sent } = event.data
    return { kind: 'sent', ...sent, status: 'PENDING' }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'InvitationAccepted':
      return { ...state, status: 'ACCEPTED', acceptedBy: event.data.userId }
    case 'InvitationDeclined':
      return { ...state, status: 'DECLINED' }
    case 'InvitationRevoked':
      return { ...state, status: 'REVOKED' }
    default:
      return exhausted(event)
  }
}

// Commands.
/** Who answers: a person whose address is proved, with the token from the mail. */
type Answer = {
  readonly userId: string
  readonly addressHash: string
  readonly tokenHash: string
}
export type InvitationCommand = { readonly invitationId: string } & (
  | {
      readonly type: 'SendInvitation'
      readonly invitation: Omit<z.output<typeof Sent>, 'invitationId' | 'at' | 'expiresAt'>
      readonly validForSeconds: number
    }
  | ({ readonly type: 'AcceptInvitation' } & Answer)
  | ({ readonly type: 'DeclineInvitation' } & Answer)
  /** By who looks after the organisation; the command has seen to that. */
  | { readonly type: 'RevokeInvitation'; readonly organisationId: string }
)

/** One answer for whatever is wrong: which it was helps only who guesses. */
export const invitationInvalid = reject(
  'INVITATION_INVALID',
  'The token is wrong, expired, withdrawn, used, or for another address.',
)

export const decide = (
  command: InvitationCommand,
  state: Invitation,
  meta: DecisionMeta,
): Decision<InvitationEvent> => {
  const { invitationId } = command
  if (command.type === 'SendInvitation') {
    if (state.kind !== 'absent')
      return reject('ALREADY_EXISTS', 'This invitation was sent already.')
    const { invitation, validForSeconds } = command
    const expiresAt = instantOf(msOf(meta.now) + validForSeconds * 1000)
    const data = { invitationId, at: meta.now, ...invitation, expiresAt }
    return [{ type: 'InvitationSent', data }]
  }
  if (command.type === 'RevokeInvitation') {
    if (state.kind === 'absent' || state.organisationId !== command.organisationId)
      return reject('NOT_FOUND', 'There is no such invitation.')
    if (state.status === 'REVOKED') return []
    if (state.status !== 'PENDING')
      return reject('INVITATION_INVALID', `The invitation is ${state.status} already.`)
    const { organisationId } = state
    return [{ type: 'InvitationRevoked', data: { invitationId, organisationId, at: meta.now } }]
  }
  if (state.kind === 'absent' || state.tokenHash !== command.tokenHash) return invitationInvalid
  if (state.addressHash !== command.addressHash) return invitationInvalid
  const { organisationId } = state
  const base = { invitationId, organisationId, at: meta.now }
  const accepts = command.type === 'AcceptInvitation'
  if (accepts && state.status === 'ACCEPTED' && state.acceptedBy === command.userId) return []
  if (!accepts && state.status === 'DECLINED') return []
  if (state.status !== 'PENDING' || msOf(state.expiresAt) <= msOf(meta.now))
    return invitationInvalid
  return accepts
    ? [{ type: 'InvitationAccepted', data: { ...base, userId: command.userId } }]
    : [{ type: 'InvitationDeclined', data: base }]
}

export const invitation: Aggregate<Invitation, InvitationCommand, InvitationEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
