import { query } from '../api/graphql.ts'
import type { PageInfo } from '../parts/pager.ts'

export type TreeHead = {
  readonly size: number
  readonly root: string
  readonly position: string
  readonly signedAt: string
  readonly keyId: string
  readonly signature: string
  readonly text: string
}

export type AuditKey = {
  readonly keyId: string
  readonly key: string
  readonly since: string
  readonly until: string | null
  readonly endorsedBy: string | null
}

export const treeHeads = query<
  {
    readonly treeHeads: {
      readonly edges: readonly { readonly node: TreeHead }[]
      readonly pageInfo: PageInfo
    }
    readonly auditKeys: readonly AuditKey[]
  },
  {
    readonly first?: number
    readonly last?: number
    readonly after?: string
    readonly before?: string
  }
>(`query consoleTreeHeads($first: Int, $last: Int, $after: String, $before: String) {
  treeHeads(first: $first, last: $last, after: $after, before: $before) {
    edges { node { size root position signedAt keyId signature text } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
  auditKeys { keyId key since until endorsedBy }
}`)

export const inclusion = query<
  {
    readonly inclusionProof: {
      readonly index: number
      readonly leafHash: string
      readonly path: readonly string[]
      readonly head: Pick<TreeHead, 'size' | 'root' | 'signedAt'>
    } | null
  },
  { readonly eventId: string }
>(`query consoleInclusion($eventId: ID!) {
  inclusionProof(eventId: $eventId) { index leafHash path head { size root signedAt } }
}`)
