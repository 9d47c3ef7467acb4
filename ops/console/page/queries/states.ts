import { query } from '../api/graphql.ts'
import type { JsonObject } from '../api/json.ts'

type Moment = { readonly revision: string }

export type AggregateState = {
  readonly revision: string
  readonly last: { readonly type: string; readonly at: string; readonly eventId: string }
  readonly state: JsonObject
}

export const stateAt = query<
  { readonly stateAt: AggregateState },
  { readonly stream: string; readonly at: Moment | null }
>(`query consoleStateAt($stream: String!, $at: Moment) {
  stateAt(stream: $stream, at: $at) { revision last { type at eventId } state }
}`)

export type StateChange = {
  readonly pointer: string
  readonly before: string | null
  readonly after: string | null
}

export const stateDiff = query<
  { readonly stateDiff: { readonly changes: readonly StateChange[] } },
  { readonly stream: string; readonly from: Moment; readonly to: Moment }
>(`query consoleStateDiff($stream: String!, $from: Moment!, $to: Moment!) {
  stateDiff(stream: $stream, from: $from, to: $to) { changes { pointer before after } }
}`)
