import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'

/** Whether one person likes one app. The stream's id follows from both, so it counts once. */
export const category = 'appLike'

// Events: the stored contract.
const Fact = z.strictObject({ likeId: Id, appId: Id, userId: Id, at: Instant })
export const definitions = [
  defineEvent('AppLiked', 1, Fact),
  defineEvent('AppUnliked', 1, Fact),
] as const
export type AppLikeEvent = EventOf<(typeof definitions)[number]>

// State.
export type AppLike = { readonly likes: boolean }

export const initial: AppLike = { likes: false }

export const evolve = (_state: AppLike, { type }: AppLikeEvent): AppLike => ({
  likes: type === 'AppLiked',
})

// Commands.
export type AppLikeCommand = {
  readonly type: 'LikeApp' | 'UnlikeApp'
  readonly likeId: string
  readonly appId: string
  readonly userId: string
}

export const decide = (
  { type, ...which }: AppLikeCommand,
  { likes }: AppLike,
  meta: DecisionMeta,
): Decision<AppLikeEvent> => {
  const data = { ...which, at: meta.now }
  switch (type) {
    case 'LikeApp':
      return likes ? [] : [{ type: 'AppLiked', data }]
    case 'UnlikeApp':
      return likes ? [{ type: 'AppUnliked', data }] : []
    default:
      return exhausted(type)
  }
}

export const appLike: Aggregate<AppLike, AppLikeCommand, AppLikeEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
