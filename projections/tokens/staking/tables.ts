export type QuantumComputerRow = {
  readonly chain: string
  readonly device_id: string
  readonly computer_id: string
  /** Who asked for it; null when it was registered without the hub. */
  readonly organisation: string | null
  readonly status: 'REQUESTED' | 'REGISTERED' | 'FAILED'
  /** What stands in the registry; before anything does, what was asked for. */
  readonly operator: string
  readonly capacity: bigint
  readonly active: boolean
  /** Why the last request came to nothing. */
  readonly code: string | null
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type SlashingRow = {
  readonly slashing_id: string
  readonly chain: string
  readonly device_id: string
  readonly organisation: string
  readonly operator: string
  readonly epoch: number
  readonly reservations: number
  readonly failed: number
  readonly amount: string
  /** What the contract took; null before it did. */
  readonly taken: string | null
  readonly status: 'PROPOSED' | 'CONTESTED' | 'WAIVED' | 'DUE' | 'FAILED' | 'CARRIED_OUT'
  /** What its owner said against it. */
  readonly objection: string | null
  readonly decided_by: string | null
  readonly reason: string | null
  readonly code: string | null
  readonly transaction_id: string | null
  readonly contestable_until: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type StakingTables = {
  readonly quantum_computers: QuantumComputerRow
  readonly slashings: SlashingRow
}
