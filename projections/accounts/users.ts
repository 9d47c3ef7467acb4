import { definitions, type UserEvent } from '../../domain/accounts/user.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Known, type Projected } from '../shared/projection.ts'
import type { UserRow } from './tables.ts'

/** People, with name and address in clear for those who may see them. */
export const users = projectionOf({
  name: 'users',
  definitions,
  opens: (event) =>
    event.type === 'UserRegistered' ? [event.data.email, event.data.username] : [],
  touches: ({ data }) => [{ table: 'users', key: { user_id: data.userId } }],
  apply: (event, known) => {
    const { revision, position } = event
    // Nothing was registered that was abandoned: there is no row, and never will be.
    if (event.type === 'RegistrationAbandoned') return []
    const row =
      event.type === 'UserRegistered'
        ? registered(event, known)
        : {
            ...existing(known.get('users', { user_id: event.data.userId }), event),
            ...changeOf(event),
          }
    return [{ do: 'put', table: 'users', row: { ...row, revision, position } }]
  },
})

type Registered = Extract<Projected<UserEvent>, { type: 'UserRegistered' }>

const registered = ({ data, revision, position }: Registered, { open }: Known): UserRow => ({
  user_id: data.userId,
  organisation_id: data.organisationId,
  username: open(data.username),
  email: open(data.email),
  email_verified: false,
  roles: data.roles,
  status: 'ACTIVE',
  created_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const changeOf = (
  event: Exclude<UserEvent, { type: 'UserRegistered' | 'RegistrationAbandoned' }>,
): Partial<UserRow> => {
  switch (event.type) {
    case 'PasswordSet':
    case 'VerificationRequested':
      return {}
    case 'EmailVerified':
      return { email_verified: true }
    case 'RolesChanged':
      return { roles: event.data.roles }
    case 'AccountDisabled':
      return { status: 'DISABLED' }
    case 'AccountEnabled':
      return { status: 'ACTIVE' }
    default:
      return exhausted(event)
  }
}
