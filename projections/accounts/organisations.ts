import type { MemberRole } from '../../domain/accounts/member-role.ts'
import { definitions, type OrganisationEvent } from '../../domain/accounts/organisation.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Known, type Projected } from '../shared/projection.ts'
import type { RowRef, RowWrite } from '../shared/rows.ts'
import type { MembershipRow, OrganisationRow } from './tables.ts'

/** Organisations and who belongs to them. */
export const organisations = projectionOf({
  name: 'organisations',
  definitions,
  opens: ({ data }) => ('name' in data && data.name.kind === 'SEALED' ? [data.name.sealed] : []),
  touches: ({ data, type }): readonly RowRef[] => {
    const { organisationId: organisation_id } = data
    const membership = (user_id: string): RowRef => ({
      table: 'memberships',
      key: { organisation_id, user_id },
    })
    return [
      { table: 'organisations', key: { organisation_id } },
      ...('userId' in data ? [membership(data.userId)] : []),
      ...(type === 'OwnershipTransferred' ? [membership(data.from), membership(data.to)] : []),
    ]
  },
  apply: (event, known) => {
    const { revision, position } = event
    const { organisationId: organisation_id } = event.data
    const row =
      event.type === 'OrganisationCreated'
        ? created(event, known)
        : {
            ...existing(known.get('organisations', { organisation_id }), event),
            ...changeOf(event, known),
          }
    return [
      { do: 'put', table: 'organisations', row: { ...row, revision, position } },
      ...membershipsOf(event, known),
    ]
  },
})

type Created = Extract<Projected<OrganisationEvent>, { type: 'OrganisationCreated' }>
type Name = Created['data']['name']

const nameOf = (name: Name, { open }: Known): string | null =>
  name.kind === 'SEALED' ? open(name.sealed) : name.text

const created = ({ data, revision, position }: Created, known: Known): OrganisationRow => ({
  organisation_id: data.organisationId,
  name: nameOf(data.name, known),
  status: 'ACTIVE',
  created_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const changeOf = (
  { type, data }: Projected<OrganisationEvent>,
  known: Known,
): Partial<OrganisationRow> => {
  if (type === 'OrganisationRenamed') return { name: nameOf(data.name, known) }
  // Its key is destroyed: built again, the row has no name either.
  if (type === 'OrganisationClosed') return { name: null, status: 'CLOSED' }
  return {}
}

const membershipsOf = (
  event: Projected<OrganisationEvent>,
  { get }: Known,
): readonly RowWrite[] => {
  const { organisationId: organisation_id } = event.data
  const role = (user_id: string, is: MemberRole): RowWrite => {
    const known = existing(get('memberships', { organisation_id, user_id }), event)
    return {
      do: 'put',
      table: 'memberships',
      row: { ...known, role: is, position: event.position },
    }
  }
  switch (event.type) {
    case 'OrganisationCreated':
      return [{ do: 'put', table: 'memberships', row: joined(event, event.data.ownerId, 'OWNER') }]
    case 'MemberAdded': {
      const { userId, role: as } = event.data
      return [{ do: 'put', table: 'memberships', row: joined(event, userId, as) }]
    }
    case 'MemberRoleChanged':
      return [role(event.data.userId, event.data.role)]
    case 'OwnershipTransferred':
      return [role(event.data.from, 'ADMIN'), role(event.data.to, 'OWNER')]
    case 'MemberRemoved': {
      const key = { organisation_id, user_id: event.data.userId }
      return [{ do: 'remove', table: 'memberships', key }]
    }
    case 'OrganisationRenamed':
    case 'OrganisationClosed':
      return []
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
