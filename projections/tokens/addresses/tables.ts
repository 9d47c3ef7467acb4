/** An address that an organisation has linked. */
export type LinkedAddressRow = {
  /** `<chain>.<address>`. */
  readonly address_key: string
  readonly address_id: string
  readonly organisation: string
  readonly chain: string
  readonly address: string
  readonly linked_at: Date
  /** Of this link. */
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type AddressTables = { readonly linked_addresses: LinkedAddressRow }
