import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'

/**
 * The days on which a key was used. One event a day at most: when a key was last used is asked to the day, and a key's
 * stream ends with the key.
 */
export const category = 'keyActivity'

// Events: the stored contract.
export const definitions = [
  /** For the first time on a day of UTC. */
  defineEvent('KeyUsed', 1, z.strictObject({ keyId: Id, at: Instant })),
] as const
export type KeyActivityEvent = EventOf<(typeof definitions)[number]>

// State.
export type KeyActivity = { readonly day?: string }

export const initial: KeyActivity = {}

export const dayOf = (instant: string): string => instant.slice(0, 10)

export const evolve = (_: KeyActivity, { data }: KeyActivityEvent): KeyActivity => ({
  day: dayOf(data.at),
})

// Commands.
export type KeyActivityCommand = { readonly type: 'NoteUse'; readonly keyId: string }

export const decide = (
  { keyId }: KeyActivityCommand,
  { day = '' }: KeyActivity,
  { now }: DecisionMeta,
): Decision<KeyActivityEvent> =>
  // Not before: clocks of several processes differ around midnight.
  dayOf(now) <= day ? [] : [{ type: 'KeyUsed', data: { keyId, at: now } }]

export const keyActivity: Aggregate<KeyActivity, KeyActivityCommand, KeyActivityEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
