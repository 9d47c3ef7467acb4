/** One sealed field of an event. */
export type SealedField = {
  readonly event: string
  /** Where in its data, levels joined by dots; `*` stands for every element of a list or record. */
  readonly field: string
  /** Whose key it is sealed under. With the key goes what was sealed. */
  readonly under: 'PERSON' | 'ORGANISATION' | 'INVITATION'
  /** What it is, for a person who asks what is kept of them. */
  readonly holds: string
}
