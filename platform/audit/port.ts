/** A signed head, and where it stands in the stream of heads. */
export type BookHead = {
  readonly revision: bigint
  readonly position: bigint
  readonly size: number
  /** In hexadecimal. */
  readonly root: string
  readonly at: string
  readonly keyId: string
  readonly signature: string
  /** The text that is signed. */
  readonly text: string
}

export type BookKey = {
  readonly keyId: string
  /** What is handed to who verifies. */
  readonly key: string
  readonly since: string
  /** Absent for the key in use. */
  readonly until?: string
  readonly endorsedBy?: string
}

/** That a leaf is in the tree of a head. Hashes in hexadecimal, the path from the leaf upwards. */
export type InclusionProof = {
  readonly index: number
  readonly leaf: string
  readonly path: readonly string[]
  readonly head: BookHead
}

/** That the first tree is the beginning of the second. */
export type ConsistencyProof = {
  readonly fromRoot: string
  readonly toRoot: string
  readonly path: readonly string[]
}

export type HeadsPage = {
  /** Revision of the first one wanted, included; without it, from the end that the direction begins at. */
  readonly from?: bigint
  readonly maxCount: number
  readonly direction: 'forwards' | 'backwards'
}

/** What the audit says and proves, to those who may ask. */
export type AuditBook = {
  readonly heads: (page: HeadsPage) => Promise<readonly BookHead[]>
  readonly keys: () => Promise<readonly BookKey[]>
  /** Undefined for what is no leaf, or not under a head yet. */
  readonly inclusion: (stream: string, revision: bigint) => Promise<InclusionProof | undefined>
  /** Undefined for sizes that no signed tree has reached. */
  readonly consistency: (from: number, to: number) => Promise<ConsistencyProof | undefined>
}
