import { definitions, type InvitationEvent } from '../../domain/accounts/invitation.ts'
import { existing, projectionOf, type Known, type Projected } from '../shared/projection.ts'
import type { InvitationRow } from './tables.ts'

const settledAs = {
  InvitationAccepted: 'ACCEPTED',
  InvitationDeclined: 'DECLINED',
  InvitationRevoked: 'REVOKED',
} as const

/** Invitations, with the address in clear until they are settled. */
export const invitations = projectionOf({
  name: 'invitations',
  definitions,
  opens: (event) => (event.type === 'InvitationSent' ? [event.data.address] : []),
  touches: ({ data, revision }) => [
    { table: 'invitations', key: { invitation_id: data.invitationId }, isNew: revision === 0n },
  ],
  apply: (event, known) => {
    const { revision, position } = event
    const key = { invitation_id: event.data.invitationId }
    const row =
      event.type === 'InvitationSent'
        ? sent(event, known)
        : {
            ...existing(known.get('invitations', key), event),
            address: null,
            status: settledAs[event.type],
            settled_at: new Date(event.data.at),
          }
    return [{ do: 'put', table: 'invitations', row: { ...row, revision, position } }]
  },
})

type Sent = Extract<Projected<InvitationEvent>, { type: 'InvitationSent' }>

const sent = ({ data, revision, position }: Sent, { open }: Known): InvitationRow => ({
  invitation_id: data.invitationId,
  organisation_id: data.organisationId,
  invited_by: data.invitedBy,
  address: open(data.address),
  address_hash: data.addressHash,
  role: data.role,
  status: 'PENDING',
  sent_at: new Date(data.at),
  expires_at: new Date(data.expiresAt),
  settled_at: null,
  created_position: position,
  revision,
  position,
})
