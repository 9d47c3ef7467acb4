import type { GraphqlClient } from '../client/graphql-client.ts'
import type { Cast } from './cast.ts'
import { hold } from './expect.ts'

type StoryEvent = {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly causationId: string
  readonly actor: { readonly kind: string; readonly id: string }
}

const query = `
  query Story($correlationId: String!) {
    events(correlationId: $correlationId) { eventId type stream causationId actor { kind id } }
  }`

/** Everything that followed from one command, as the tree of causes that the log keeps. */
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
  const known = new Set(events.map(({ eventId }) => eventId))
  const tell = ({ eventId, type, stream, actor }: StoryEvent, depth: number): void => {
    const category = stream.slice(0, stream.indexOf('-'))
    line(
      `  ${'  '.repeat(depth)}${depth === 0 ? '' : '└ '}${type}  (${category}, by ${actor.kind})`,
    )
    for (const effect of events) if (effect.causationId === eventId) tell(effect, depth + 1)
  }
  for (const event of events) if (!known.has(event.causationId)) tell(event, 0)
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
