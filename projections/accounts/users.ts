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
  touches: ({ data, revision }) => [
    { table: 'users', key: { user_id: data.userId }, isNew: revision === 0n },
  ],
  apply: (event, known) => {
    const { revision, position } = event
    // Nothing was registered that was abandoned: there is no row, and never will be.
    if (event.type === 'RegistrationAbandoned') return []
    const row =
      event.type === 'UserRegistered'
        ? registered(event, known)
        : changed(existing(known.get('users', { user_id: event.data.userId }), event), event)
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
  deactivated: false,
  session_epoch: 0,
  kept_session: null,
  created_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

/** What an account holds in clear. Built again after its key was destroyed, the row has none of it either. */
const nothingPersonal = {
  username: null,

  email: null,
} as const satisfies Partial<UserRow>

type Change = Exclude<UserEvent, { type: 'UserRegistered' | 'RegistrationAbandoned' }>

const changed = (row: UserRow, event: Change): UserRow => ({ ...row, ...changeOf(row, event) })

const changeOf = (row: UserRow, event: Change): Partial<UserRow> => {
  switch (event.type) {
    case 'PasswordSet':
    case 'VerificationRequested':
    case 'PasswordResetRequested':
      return {}
    case 'EmailVerified':
      return { email_verified: true }
    case 'RolesChanged':
      return { roles: event.data.roles }
    case 'AccountDisabled':
      return { status: 'DISABLED' }
    case 'AccountEnabled':
      return { status: row.deactivated ? 'DEACTIVATED' : 'ACTIVE' }
    case 'AccountDeactivated':
      return { deactivated: true, status: row.status === 'ACTIVE' ? 'DEACTIVATED' : row.status }
    case 'AccountReactivated':
      return { deactivated: false, status: row.status === 'DEACTIVATED' ? 'ACTIVE' : row.status }
    case 'SessionsEnded':
      return { session_epoch: event.data.epoch, kept_session: event.data.kept ?? null }
    case 'AccountClosed':
      return { ...nothingPersonal, status: 'CLOSED' }
    case 'AccountErased':
      return { ...nothingPersonal, status: 'ERASED' }
    default:
      return exhausted(event)
  }
}
