import type { GraphqlClient } from '../client/graphql-client.ts'
import type { Cast } from './cast.ts'
import { hold } from './expect.ts'

type StoryEvent = {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly causationId: string
  readonly at: string
  readonly actor: { readonly kind: string; readonly id: string }
}

const query = `
  query Story($correlationId: String!) {
    events(correlationId: $correlationId) { eventId type stream causationId at actor { kind id } }
  }`

/** The runtime's own notes: they carry the story, and are left out when it is told. */
const isNote = ({ type }: StoryEvent): boolean => type.startsWith('Saga')

/** Everything that followed from one command, in order, each with the event that it followed from. */
export const tellStory = async (
  graphql: GraphqlClient,
  { operator }: Cast,
  correlationId: string,
  line: (text: string) => void,
): Promise<void> => {
  const { events } = await graphql<{ readonly events: readonly StoryEvent[] }>(
    query,
    { correlationId },
    operator.token,
  )
  const byId = new Map(events.map((event) => [event.eventId, event]))
  const causeOf = (event: StoryEvent): StoryEvent | undefined => {
    const cause = byId.get(event.causationId)
    return cause !== undefined && isNote(cause) ? causeOf(cause) : cause
  }
  const [first] = events
  const began = Date.parse(first?.at ?? '')
  for (const event of events.filter((each) => !isNote(each))) {
    const after = `+${Date.parse(event.at) - began} ms`.padStart(9)
    const category = event.stream.slice(0, event.stream.indexOf('-'))
    const cause =
      causeOf(event)?.type ?? `the command of ${event.actor.kind} ${event.actor.id.slice(0, 8)}`
    line(`  ${after}  ${event.type.padEnd(18)} ${category.padEnd(12)} because of ${cause}`)
  }
  line(`  with ${events.filter(isNote).length} notes of the saga in between`)
  const types = new Set(events.map(({ type }) => type))
  for (const needed of [
    'JobSubmitted',
    'FundsHeld',
    'JobCompleted',
    'HoldCaptured',
    'JobChargeSettled',
    'SagaEnded',
  ])
    hold(types.has(needed), `the story lacks ${needed}`)
}
