/** A number of the hub as holders of the token decided last. */
export type HubParameterRow = {
  readonly name: string
  /** A decimal string. */
  readonly value: string
  readonly chain: string
  readonly entry_id: string
  readonly transaction_hash: string
  readonly set_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type GovernanceTables = { readonly hub_parameters: HubParameterRow }
