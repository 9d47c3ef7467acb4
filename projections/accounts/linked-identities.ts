import { definitions } from '../../domain/accounts/identities.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { projectionOf } from '../shared/projection.ts'

/** Accounts elsewhere by which people sign in; a row goes when one is unlinked. */
export const linkedIdentities = projectionOf({
  name: 'linked-identities',
  definitions,
  touches: ({ data }) => [{ table: 'linked_identities', key: { identity_id: data.identityId } }],
  apply: ({ type, data, position }) => {
    const identity_id = data.identityId
    switch (type) {
      case 'IdentityLinked': {
        const { userId: user_id, provider, at } = data
        const row = { identity_id, user_id, provider, linked_at: new Date(at) }
        const put = { ...row, created_position: position, position }
        return [{ do: 'put', table: 'linked_identities', row: put }]
      }
      case 'IdentityUnlinked':
        return [{ do: 'remove', table: 'linked_identities', key: { identity_id } }]
      default:
        return exhausted(type)
    }
  },
})
