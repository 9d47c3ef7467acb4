import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { Slug } from './values.ts'

/** A slug that only one app may have: its stream bears the slug, and its first event makes it unique. Never given back. */
export const category = 'appSlugReservation'

// Events: the stored contract.
const Fact = z.strictObject({ slug: Slug, appId: Id, at: Instant })
export const definitions = [
  defineEvent('AppSlugReserved', 1, Fact),
  defineEvent('AppSlugTakenOver', 1, Fact.extend({ from: Id })),
] as const
export type SlugEvent = EventOf<(typeof definitions)[number]>

// State.
export type SlugReservation =
  | { readonly kind: 'free' }
  | { readonly kind: 'reserved'; readonly appId: string; readonly since: string }

export const initial: SlugReservation = { kind: 'free' }

export const evolve = (_state: SlugReservation, { data }: SlugEvent): SlugReservation => ({
  kind: 'reserved',
  appId: data.appId,
  since: data.at,
})

// Commands.
export type SlugCommand = { readonly slug: string; readonly appId: string } & (
  | { readonly type: 'ReserveSlug' }
  /** From an app whose creation was abandoned and can never be finished. */
  | { readonly type: 'TakeOverSlug'; readonly from: string }
)

export const decide = (
  command: SlugCommand,
  state: SlugReservation,
  meta: DecisionMeta,
): Decision<SlugEvent> => {
  const { slug, appId } = command
  const data = { slug, appId, at: meta.now }
  if (state.kind === 'free') return [{ type: 'AppSlugReserved', data }]
  if (state.appId === appId) return []
  switch (command.type) {
    case 'ReserveSlug':
      return taken
    case 'TakeOverSlug':
      if (state.appId !== command.from) return taken
      return [{ type: 'AppSlugTakenOver', data: { ...data, from: command.from } }]
    default:
      return exhausted(command)
  }
}

const taken = reject('SLUG_TAKEN', 'Another app has this slug.')

export const slugReservation: Aggregate<SlugReservation, SlugCommand, SlugEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
