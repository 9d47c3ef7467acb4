import type { Test } from 'tap'
import { fold, type Actor, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { RejectionCode } from '../../domain/shared/rejection-codes.ts'
import { meta } from './decider.ts'

/** One line of a decider's table: after these events, this command, by this actor at this time, decides to that. */
export type Scenario<Command, Event> = {
  readonly name: string
  readonly given?: readonly Event[]
  readonly when: Command
  readonly at?: string
  readonly by?: Actor
  /** The events decided, or the code of the rejection. */
  readonly then: readonly Event[] | RejectionCode
}

export const noon = '2026-11-20T12:00:00.000Z'

/** A UUID that tells the reader which one it is. */
export const idNumber = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** Runs a decider's table, comparing whole events. All that is given or decided has to satisfy the stored contract. */
export const decides = <State, Command, Event extends DomainEvent>(
  test: Test,
  aggregate: Aggregate<State, Command, Event>,
  scenarios: readonly Scenario<NoInfer<Command>, NoInfer<Event>>[],
): void => {
  for (const { name, given = [], when, at = noon, by, then } of scenarios) {
    const own = { ...meta, now: at, ...(by === undefined ? {} : { actor: by }) }
    const decision = aggregate.decide(when, fold(aggregate.evolve, aggregate.initial, given), own)
    if (isRejection(decision)) test.equal(decision.rejected, then, name)
    else test.strictSame(decision, then, name)
    const written = isRejection(decision) ? [] : decision
    for (const event of [...given, ...written]) {
      const definition = aggregate.definitions.find(({ type }) => type === event.type)
      test.strictSame(definition?.data.parse(event.data), event.data, `${name}: ${event.type}`)
    }
  }
}
