import type { JsonObject } from '../api/json.ts'
import { query } from '../api/graphql.ts'
import type { PageInfo } from '../parts/pager.ts'

export type EventRow = {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly revision: string
  readonly position: string
  readonly at: string
  readonly correlationId: string
  readonly causationId: string
  readonly commandId: string
  readonly organisationId: string | null
  readonly actor: { readonly kind: string; readonly id: string }
}

export type EventWhole = EventRow & {
  readonly data: JsonObject | null
  readonly metadata: JsonObject | null
}

export type EventFilter = {
  readonly stream?: string
  readonly category?: string
  readonly types?: readonly string[]
  readonly actorId?: string
  readonly organisationId?: string
  readonly correlationId?: string
  readonly since?: string
  readonly until?: string
}

type Page = {
  readonly first?: number
  readonly last?: number
  readonly after?: string
  readonly before?: string
}

const row = `eventId type stream revision position at correlationId causationId commandId organisationId
  actor { kind id }`

export const events = query<
  {
    readonly logEvents: {
      readonly edges: readonly { readonly node: EventRow }[]
      readonly pageInfo: PageInfo
    }
  },
  Page & { readonly filter: EventFilter; readonly direction: 'ASC' | 'DESC' }
>(`query consoleEvents($first: Int, $last: Int, $after: String, $before: String, $filter: LogFilter, $direction: Direction!) {
  logEvents(first: $first, last: $last, after: $after, before: $before, filter: $filter, direction: $direction) {
    edges { node { ${row} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`)

export const event = query<
  { readonly logEvent: EventWhole | null },
  { readonly eventId: string }
>(`query consoleEvent($eventId: ID!) {
  logEvent(eventId: $eventId) { ${row} data metadata }
}`)

export const newEvents = query<
  {
    readonly logEventAppended: { readonly position: string; readonly events: readonly EventRow[] }
  },
  { readonly filter: EventFilter; readonly after: string | null }
>(`subscription consoleNewEvents($filter: LogFilter, $after: Position) {
  logEventAppended(filter: $filter, after: $after) { position events { ${row} } }
}`)
