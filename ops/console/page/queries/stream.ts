import { query } from '../api/graphql.ts'
import type { EventRow } from './events.ts'

export type StreamSummary = {
  readonly name: string
  readonly category: string
  readonly entityId: string
  readonly revision: string
  readonly firstEvent: Pick<EventRow, 'at' | 'correlationId'>
  readonly lastEvent: Pick<EventRow, 'at' | 'correlationId'>
}

export const stream = query<
  { readonly stream: StreamSummary | null },
  { readonly name: string }
>(`query consoleStream($name: String!) {
  stream(name: $name) {
    name category entityId revision
    firstEvent { at correlationId } lastEvent { at correlationId }
  }
}`)
