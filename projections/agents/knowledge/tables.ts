export type KnowledgeDocumentRow = {
  readonly document_id: string
  readonly organisation: string
  /** Null once its organisation's key is gone. */
  readonly title: string | null
  readonly characters: number
  readonly route_id: string
  readonly status: 'INDEXING' | 'INDEXED' | 'FAILED'
  readonly passages: number
  /** Why it is not embedded. */
  readonly failure: string | null
  readonly added_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** Without its document it is not there either. */
export type KnowledgePassageRow = {
  readonly document_id: string
  readonly number: number
  readonly organisation: string
  readonly route_id: string
  /** Null, like the vector, once its organisation's key is gone. */
  readonly text: string | null
  /** Of length 1. */
  readonly vector: readonly number[] | null
  readonly position: bigint
}

export type KnowledgeTables = {
  readonly knowledge_documents: KnowledgeDocumentRow
  readonly knowledge_passages: KnowledgePassageRow
}
