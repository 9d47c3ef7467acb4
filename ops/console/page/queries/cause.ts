import { query } from '../api/graphql.ts'
import type { EventRow } from './events.ts'

export type StoryEvent = Omit<EventRow, 'organisationId' | 'correlationId'>

export const story = query<
  { readonly events: readonly StoryEvent[] },
  { readonly correlationId: string }
>(`query consoleStory($correlationId: String!) {
  events(correlationId: $correlationId) {
    eventId type stream revision position at causationId commandId actor { kind id }
  }
}`)

export const storyOf = query<
  {
    readonly logEvent: { readonly correlationId: string } | null
    readonly logEvents: {
      readonly edges: readonly { readonly node: { readonly correlationId: string } }[]
    }
  },
  { readonly id: ID; readonly text: string }
>(`query consoleStoryOf($id: ID!, $text: String!) {
  logEvent(eventId: $id) { correlationId }
  logEvents(first: 1, filter: {commandId: $text}) { edges { node { correlationId } } }
}`)

type ID = string
