import { AssertionError, deepStrictEqual } from 'node:assert/strict'
import {
  fold,
  type Actor,
  type Aggregate,
  type Decision,
  type DecisionMeta,
} from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import type { RejectionCode } from '../../../domain/shared/rejection-codes.ts'
import { meta as standard } from './meta.ts'

/** What is to follow: these events, in order, or the code of a rejection. A type alone stands for any event of it. */
export type Expected<Event extends DomainEvent> = readonly (Event | Event['type'])[] | RejectionCode

export type Given<State, Command, Event extends DomainEvent> = {
  /** The history itself. */
  readonly events: readonly Event[]
  readonly state: State
  /** The decision is taken at this moment (ISO 8601). */
  readonly at: (now: string) => Given<State, Command, Event>
  readonly by: (actor: Actor) => Given<State, Command, Event>
  readonly when: (command: Command) => Decided<Event>
}

export type Decided<Event extends DomainEvent> = {
  readonly decision: Decision<Event>
  /** Throws an AssertionError when something else was decided, or an event breaks its own stored contract. */
  readonly then: (expected: Expected<Event>) => void
}

export type DeciderSentences<State, Command, Event extends DomainEvent> = {
  /** After these events … */
  readonly given: (...events: readonly Event[]) => Given<State, Command, Event>
  /** After what these commands decided to, one after the other. None of them may be rejected. */
  readonly after: (...commands: readonly Command[]) => Given<State, Command, Event>
}

/**
 * `given(…events).when(command).then([…events] | 'REJECTION_CODE')` for one aggregate. It runs under any test runner:
 * whatever does not hold is thrown. The clock stands still, ids follow from their names (`meta.ts`).
 */
export const decider = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  defaults: Partial<DecisionMeta> = {},
): DeciderSentences<State, Command, Event> => {
  const held = (event: Event): Event => {
    keepsContract(aggregate, event)
    return event
  }
  const sentence = (events: readonly Event[], meta: DecisionMeta): Given<State, Command, Event> => {
    const state = fold(aggregate.evolve, aggregate.initial, events)
    return {
      events,
      state,
      at: (now) => sentence(events, { ...meta, now }),
      by: (actor) => sentence(events, { ...meta, actor }),
      when: (command) => decidedTo(aggregate, aggregate.decide(command, state, meta)),
    }
  }
  const meta = { ...standard, ...defaults }
  const given = (...events: readonly Event[]) => sentence(events.map(held), meta)
  const after = (...commands: readonly Command[]) =>
    commands.reduce((before, command) => {
      const { decision } = before.when(command)
      if (isRejection(decision)) throw new AssertionError({ message: told(decision) })
      return given(...before.events, ...decision)
    }, given())
  return { given, after }
}

const told = ({ rejected, detail }: Rejection): string => `rejected: ${rejected} ${detail}`

/** What would come back from the log is what was decided. */
const keepsContract = (
  { definitions }: { readonly definitions: Aggregate<never, never, DomainEvent>['definitions'] },
  event: DomainEvent,
): void => {
  const definition = definitions.find(({ type }) => type === event.type)
  if (definition === undefined)
    throw new AssertionError({ message: `${event.type} is no event of this aggregate` })
  deepStrictEqual(definition.data.parse(event.data), event.data, `${event.type} as it is stored`)
}

const decidedTo = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  decision: Decision<Event>,
): Decided<Event> => ({
  decision,
  then: (expected) => {
    if (isRejection(decision)) {
      deepStrictEqual(decision.rejected, expected, told(decision))
      return
    }
    const shown = decision.map((event, index) =>
      typeof expected[index] === 'string' ? event.type : event,
    )
    deepStrictEqual(shown, expected)
    for (const event of decision) keepsContract(aggregate, event)
  },
})
