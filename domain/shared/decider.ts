import type { Books } from './books.ts'
import type { DomainEvent, EventDefinition } from './event.ts'
import type { Rejection } from './rejection.ts'
import type { z } from 'zod'

export type ActorKind = 'user' | 'apiKey' | 'system' | 'operator' | 'agent'
export type Actor = { readonly kind: ActorKind; readonly id: string }

/** What a decision may know besides the command and the state: who, when, and ids that a retry finds again. */
export type DecisionMeta = {
  readonly actor: Actor
  /** ISO 8601, UTC. */
  readonly now: string
  readonly commandId: string
  /** A UUID derived from the command id and the name: the same command always gets the same ids. */
  readonly id: (name: string) => string
  /** The id that the event at this place of the decision will be stored under. */
  readonly eventId: (index: number) => string
}

/** The events that follow from a command (none when the wish is already true), or the reason why not. */
export type Decision<Event> = readonly Event[] | Rejection

/** One aggregate as plain data and functions. `evolve` never fails; `decide` reads nothing but its arguments. */
export type Aggregate<State, Command, Event extends DomainEvent> = {
  readonly category: string
  readonly definitions: readonly EventDefinition<Event['type'], z.ZodType>[]
  readonly initial: State
  readonly evolve: (state: State, event: Event) => State
  readonly decide: (command: Command, state: State, meta: DecisionMeta) => Decision<Event>
  /** How it is divided into several streams; without them it is one. */
  readonly books?: Books<State, Command, Event>
}

export const streamOf = (aggregate: { readonly category: string }, id: string): string =>
  `${aggregate.category}-${id}`

export const fold = <State, Event>(
  evolve: (state: State, event: Event) => State,
  state: State,
  events: readonly Event[],
): State => events.reduce(evolve, state)
