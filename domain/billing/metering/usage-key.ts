import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { Id, Instant } from '../../shared/values.ts'
import { UsageContent, UsageName } from './usage-item.ts'

/**
 * The key of one usage event: organisation, source and id, for ever. It says what was reported under it, so that whoever
 * finds it can finish what a crash left: the key alone counts for nothing, only what stands in the month's stream does.
 */
export const category = 'usageKey'

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'UsageKeyClaimed',
    1,
    UsageName.extend({ usageId: Id, organisation: Id, content: UsageContent, at: Instant }),
  ),
] as const
export type UsageKeyEvent = EventOf<(typeof definitions)[number]>

// State.
export type UsageKey =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'claimed'
      readonly organisation: string
      readonly name: UsageName
      readonly content: UsageContent
    }

export const initial: UsageKey = { kind: 'free' }

export const evolve = (_state: UsageKey, { data }: UsageKeyEvent): UsageKey => ({
  kind: 'claimed',
  organisation: data.organisation,
  name: { source: data.source, id: data.id },
  content: data.content,
})

// Commands.
export type UsageKeyCommand = {
  readonly type: 'ClaimUsageKey'
  readonly usageId: string
  readonly organisation: string
  readonly name: UsageName
  readonly content: UsageContent
}

export const decide = (
  { usageId, organisation, name, content }: UsageKeyCommand,
  state: UsageKey,
  meta: DecisionMeta,
): Decision<UsageKeyEvent> => {
  if (state.kind === 'claimed')
    return same(state.content, content)
      ? []
      : reject('USAGE_CONFLICT', 'This source has reported something else under this id.')
  return [
    {
      type: 'UsageKeyClaimed',
      data: { usageId, organisation, ...name, content, at: meta.now },
    },
  ]
}

export const usageKey: Aggregate<UsageKey, UsageKeyCommand, UsageKeyEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
