/** A passage that was found. `score` is the cosine between question and passage: 1 is the same, 0 nothing in common. */
export type Found = {
  readonly documentId: string
  readonly title: string
  readonly passage: number
  readonly text: string
  readonly score: number
}

export type KnowledgeQuestion = {
  readonly organisation: string
  /** Only documents that were embedded with the same model lie in the same space. */
  readonly routeId: string
  readonly vector: readonly number[]
  readonly limit: number
}

/** Finds what lies nearest, among what the read models have of one organisation. Exact: nothing nearer is left out. */
export type KnowledgeSearch = {
  readonly nearest: (question: KnowledgeQuestion) => Promise<readonly Found[]>
}
