import {
  definitions,
  type MemberRole,
  type OrganisationEvent,
} from '../../domain/accounts/organisation.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowRef, Rows, RowWrite } from '../shared/rows.ts'
import type { MembershipRow, OrganisationRow } from './tables.ts'

/** Organisations and who belongs to them. */
export const organisations = projectionOf({
  name: 'organisations',
  definitions,
  touches: ({ type, data }): readonly RowRef[] => {
    const { organisationId: organisation_id } = data
    const organisation = { table: 'organisations', key: { organisation_id } } as const
    if (type === 'OrganisationCreated') return [organisation]
    return [organisation, { table: 'memberships', key: { organisation_id, user_id: data.userId } }]
  },
  apply: (event, rows) => {
    const { revision, position } = event
    const { organisationId: organisation_id } = event.data
    const row =
      event.type === 'OrganisationCreated'
        ? created(event)
        : existing(rows.get('organisations', { organisation_id }), event)
    return [
      { do: 'put', table: 'organisations', row: { ...row, revision, position } },
      membershipOf(event, rows),
    ]
  },
})

type Created = Extract<Projected<OrganisationEvent>, { type: 'OrganisationCreated' }>

const created = ({ data, revision, position }: Created): OrganisationRow => ({
  organisation_id: data.organisationId,
  name: data.name,
  created_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const membershipOf = (event: Projected<OrganisationEvent>, rows: Rows): RowWrite => {
  const { organisationId: organisation_id } = event.data
  switch (event.type) {
    case 'OrganisationCreated':
      return { do: 'put', table: 'memberships', row: joined(event, event.data.ownerId, 'OWNER') }
    case 'MemberAdded': {
      const { userId, role } = event.data
      return { do: 'put', table: 'memberships', row: joined(event, userId, role) }
    }
    case 'MemberRoleChanged': {
      const { userId: user_id, role } = event.data
      const known = existing(rows.get('memberships', { organisation_id, user_id }), event)
      return { do: 'put', table: 'memberships', row: { ...known, role, position: event.position } }
    }
    case 'MemberRemoved':
      return {
        do: 'remove',
        table: 'memberships',
        key: { organisation_id, user_id: event.data.userId },
      }
    default:
      return exhausted(event)
  }
}

const joined = (
  { data, position }: Projected<OrganisationEvent>,
  user_id: string,
  role: MemberRole,
): MembershipRow => ({
  organisation_id: data.organisationId,
  user_id,
  role,
  since: new Date(data.at),
  created_position: position,
  position,
})
