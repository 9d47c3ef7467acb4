import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant, Sealed, Sha256 } from '../shared/values.ts'

/** What a person says of themselves, whole and sealed under their key. Its stream bears the person's id. */
export const category = 'profile'

// Events: the stored contract.
const Fact = z.strictObject({ userId: Id, at: Instant })
export const definitions = [
  defineEvent(
    'ProfileChanged',
    1,
    Fact.extend({
      /** `ProfileContent` as JSON. */
      profile: Sealed,
      /** Keyed hash of the same: tells whether something changed. */
      digest: Sha256,
      /** Everybody may see it. */
      isPublic: z.boolean(),
    }),
  ),
] as const
export type ProfileEvent = EventOf<(typeof definitions)[number]>

// State.
export type Profile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'written'; readonly digest: string; readonly isPublic: boolean }

export const initial: Profile = { kind: 'absent' }

export const evolve = (_state: Profile, event: ProfileEvent): Profile => {
  const { digest, isPublic } = event.data
  return { kind: 'written', digest, isPublic }
}

// Commands.
export type ProfileCommand = {
  readonly type: 'ChangeProfile'
  readonly userId: string
  readonly profile: Sealed
  readonly digest: string
  readonly isPublic: boolean
}

export const decide = (
  command: ProfileCommand,
  state: Profile,
  meta: DecisionMeta,
): Decision<ProfileEvent> => {
  const { userId, profile: sealed, digest, isPublic } = command
  const isSame = state.kind === 'written' && state.digest === digest && state.isPublic === isPublic
  const data = { userId, at: meta.now, profile: sealed, digest, isPublic }
  return isSame ? [] : [{ type: 'ProfileChanged', data }]
}

export const profile: Aggregate<Profile, ProfileCommand, ProfileEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
