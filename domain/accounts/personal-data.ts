import type { SealedField } from '../shared/personal-data.ts'

/** What the log holds of people in this context. */
export const personalData: readonly SealedField[] = [
  { event: 'UserRegistered', field: 'email', under: 'PERSON', holds: 'e-mail address' },
  { event: 'UserRegistered', field: 'username', under: 'PERSON', holds: 'username' },
  { event: 'PasswordSet', field: 'hash', under: 'PERSON', holds: 'hash of the password' },
  {
    event: 'MfaEnrolmentBegun',
    field: 'secret',
    under: 'PERSON',
    holds: 'secret of the second factor',
  },
  { event: 'IdentityLinked', field: 'subject', under: 'PERSON', holds: 'id at a sign-in provider' },
  { event: 'AccountDisabled', field: 'reason', under: 'PERSON', holds: 'why an operator shut it' },
  { event: 'ProfileChanged', field: 'profile', under: 'PERSON', holds: 'profile' },
  { event: 'OrganisationCreated', field: 'name.sealed', under: 'ORGANISATION', holds: 'its name' },
  { event: 'OrganisationRenamed', field: 'name.sealed', under: 'ORGANISATION', holds: 'its name' },
  { event: 'InvitationSent', field: 'address', under: 'INVITATION', holds: 'invited address' },
]
