import type { Generated } from 'kysely'

/** 256 hashes of one height of the tree, in order, 32 bytes each; the last tile of a level may be part of one. */
export type AuditTileTable = {
  readonly level: number
  readonly index: bigint
  readonly hashes: Buffer
  readonly first_position: bigint | null
}

export type AuditTreeTable = {
  readonly only_row: Generated<boolean>
  readonly size: bigint
  readonly position: bigint | null
  readonly stream: string | null
  readonly revision: bigint | null
}

export type AuditTables = {
  readonly audit_tile: AuditTileTable
  readonly audit_tree: AuditTreeTable
}
