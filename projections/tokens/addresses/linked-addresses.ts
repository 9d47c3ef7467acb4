import { addressKeyOf, definitions } from '../../../domain/tokens/addresses/address.ts'
import { projectionOf } from '../../shared/projection.ts'

const table = 'linked_addresses'

/** The addresses that organisations have linked, without those that they gave up. */
export const linkedAddresses = projectionOf({
  name: 'linked-addresses',
  definitions,
  touches: ({ data: { chain, address }, revision }) => [
    { table, key: { address_key: addressKeyOf(chain, address) }, isNew: revision === 0n },
  ],
  apply: ({ type, data, revision, position }) => {
    const { chain, address, organisation, addressId: address_id } = data
    const address_key = addressKeyOf(chain, address)
    if (type === 'AddressUnlinked') return [{ do: 'remove', table, key: { address_key } }]
    const row = {
      ...{ address_key, address_id, organisation, chain, address },
      ...{ linked_at: new Date(data.at), created_position: position, revision, position },
    }
    return [{ do: 'put', table, row }]
  },
})
