import { emailReservation, usernameReservation } from '../../domain/accounts/reservation.ts'
import { user } from '../../domain/accounts/user.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'

/** The states of all streams of a category, by the id in their names. */
const statesOf = <State, Command, Event extends DomainEvent>(
  log: readonly RecordedEvent[],
  aggregate: Aggregate<State, Command, Event>,
): ReadonlyMap<string, State> => {
  const states = new Map<string, State>()
  const prefix = `${aggregate.category}-`
  for (const event of log) {
    if (!event.stream.startsWith(prefix)) continue
    const id = event.stream.slice(prefix.length)
    const state = states.get(id) ?? aggregate.initial
    // The stream's name says whose events it holds.
    states.set(id, aggregate.evolve(state, decodeEvent(event) as Event))
  }
  return states
}

/** Whether everybody registered holds the reservations of both their names, and nobody else's registration names the same. */
export const namesHeld = (log: readonly RecordedEvent[]): boolean => {
  const emails = statesOf(log, emailReservation)
  const usernames = statesOf(log, usernameReservation)
  return [...statesOf(log, user)].every(([userId, state]) => {
    if (state.kind !== 'registered') return true
    const held = [emails.get(state.emailHash), usernames.get(state.usernameHash)]
    return held.every((name) => name?.kind === 'reserved' && name.owner === userId)
  })
}
