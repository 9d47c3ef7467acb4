import { query } from '../api/graphql.ts'
import type { JsonObject } from '../api/json.ts'
import type { PageInfo } from '../parts/pager.ts'

type Page = {
  readonly first?: number
  readonly last?: number
  readonly after?: string
  readonly before?: string
}
const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'

export type QuarantineRow = {
  readonly stream: string
  readonly group: string
  readonly eventId: string
  readonly eventType: string
  readonly revision: string
  readonly position: string
  readonly error: string
  readonly since: string
  readonly waiting: string
}

export const quarantined = query<
  {
    readonly quarantinedStreams: {
      readonly edges: readonly { readonly node: QuarantineRow }[]
      readonly pageInfo: PageInfo
    }
  },
  Page
>(`query consoleQuarantine($first: Int, $last: Int, $after: String, $before: String) {
  quarantinedStreams(first: $first, last: $last, after: $after, before: $before) {
    edges { node { stream group eventId eventType revision position error since waiting } } ${pageInfo}
  }
}`)

export type ActionRow = {
  readonly actionId: string
  readonly action: string
  readonly subject: string
  readonly reason: string
  readonly parameters: JsonObject
  readonly performer: string
  readonly requestedBy: string
  readonly would: readonly string[]
  readonly status: 'REQUESTED' | 'DONE' | 'FAILED'
  readonly detail: string | null
  readonly requestedAt: string
  readonly finishedAt: string | null
}

const action = `actionId action subject reason parameters performer requestedBy would status detail
  requestedAt finishedAt`

export const actions = query<
  {
    readonly operatorActions: {
      readonly edges: readonly { readonly node: ActionRow }[]
      readonly pageInfo: PageInfo
    }
  },
  Page & {
    readonly filter: {
      readonly action?: string
      readonly subject?: string
      readonly requestedBy?: string
      readonly status?: string
    }
  }
>(`query consoleActions($first: Int, $last: Int, $after: String, $before: String, $filter: OperatorActionFilter) {
  operatorActions(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
    edges { node { ${action} } } ${pageInfo}
  }
}`)

export const oneAction = query<
  { readonly operatorAction: ActionRow | null },
  { readonly actionId: string }
>(`query consoleAction($actionId: ID!) {
  operatorAction(actionId: $actionId) { ${action} }
}`)
