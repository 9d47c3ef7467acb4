import { definitions as accounts } from '../domain/accounts/erasure.ts'
import { definitions as ofInvitations } from '../domain/accounts/invitation.ts'
import { definitions as ofOrganisations } from '../domain/accounts/organisation.ts'
import { personalColumns } from './personal-data.ts'
import { projectionOf, type Projection } from './shared/projection.ts'
import type { KeyedTable } from './shared/schema.ts'

const endings = [
  'AccountClosed',
  'AccountErased',
  'OrganisationClosed',
  'InvitationAccepted',
  'InvitationDeclined',
  'InvitationRevoked',
] as const
type Ending = (typeof endings)[number]

const definitions = [...accounts, ...ofOrganisations, ...ofInvitations].filter(
  (definition): definition is Extract<typeof definition, { readonly type: Ending }> =>
    endings.some((type) => type === definition.type),
)

/**
 * Empties what stands in clear about who is gone, in all rows of some tables, whatever they are about: of the group in
 * which it stands. Their key is destroyed at about the same time; rows that are built again afterwards have never had it.
 */
export const forgetting = (tables: readonly KeyedTable[]): Projection => {
  const places = personalColumns.filter(({ table }) => tables.includes(table))
  return projectionOf({
    name: `forgetting ${tables.join(', ')}`,
    definitions,
    apply: ({ data }) => {
      const subject =
        'userId' in data && !('invitationId' in data)
          ? data.userId
          : 'invitationId' in data
            ? data.invitationId
            : data.organisationId
      return [{ do: 'forget', subject, places }]
    },
  })
}
