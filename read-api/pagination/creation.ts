import type { SortOrder } from './keyset.ts'

/** By when things came into being: where in the log their first event stands. The name goes into cursors and never changes. */
export const creationOrder = (name: string): SortOrder => ({
  name,
  columns: [{ column: 'created_position', type: 'bigint' }],
})

export const creationKey = (row: { readonly created_position: bigint }): readonly string[] => [
  row.created_position.toString(),
]
