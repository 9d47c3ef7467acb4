import { decodeEvent, eventTypes } from '../../domain/events.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Group } from '../groups.ts'
import type { Projected, Projection } from '../shared/projection.ts'
import type { RowRef } from '../shared/rows.ts'
import { describe, isTransient } from './failures.ts'

/** What a group makes of an event: who follows it and what it touches, or why it cannot be read. */
export type Part =
  | {
      readonly kind: 'ready'
      readonly event: Projected
      readonly followers: readonly Projection[]
      readonly touches: readonly RowRef[]
    }
  | { readonly kind: 'unreadable'; readonly event: RecordedEvent; readonly error: string }

/** Sealed texts in clear: null when their person was erased, an error when one is no sealed text. */
export type Opened = ReadonlyMap<string, string | null | Error>

/** Events made ready, for each group those that concern it. */
export type Decoded = {
  readonly parts: ReadonlyMap<Group, readonly Part[]>
  readonly opened: Opened
}

export type Decode = (events: readonly RecordedEvent[]) => Promise<Decoded>

const known: ReadonlySet<string> = new Set(eventTypes)

/** Those that follow every event, and by type those that follow some. */
const followersOf = (projections: readonly Projection[]) => {
  const ofEverything = projections.filter(({ definitions }) => definitions === undefined)
  const byType = new Map<string, readonly Projection[]>()
  for (const type of projections.flatMap(({ definitions = [] }) => definitions.map((d) => d.type)))
    byType.set(
      type,
      projections.filter((each) => each.definitions?.some((d) => d.type === type) ?? true),
    )
  return (type: string): readonly Projection[] => byType.get(type) ?? ofEverything
}

const read = (recorded: RecordedEvent): Projected | Error => {
  try {
    return { ...recorded, ...decodeEvent(recorded) }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const openAll = async (vault: Vault, sealed: ReadonlySet<string>): Promise<Opened> =>
  new Map(
    await Promise.all(
      [...sealed].map(async (text): Promise<[string, string | null | Error]> => {
        try {
          return [text, (await vault.open(text)) ?? null]
        } catch (error) {
          // Trouble that passes is thrown; trouble with the text itself is said of its event.
          if (isTransient(error) || !(error instanceof Error)) throw error
          return [text, error]
        }
      }),
    ),
  )

/** Each event is read once, for all groups that follow it. One of a type that nobody knows concerns every group. */
export const createDecode = (groups: readonly Group[], vault: Vault): Decode => {
  const followersIn = groups.map((group) => [group, followersOf(group.projections)] as const)
  const partOf = (
    recorded: RecordedEvent,
    event: Projected | Error,
    followers: readonly Projection[],
    sealed: Set<string>,
  ): Part => {
    try {
      if (event instanceof Error) throw event
      const touches = followers.flatMap((each) => each.touches?.(event) ?? [])
      for (const each of followers) each.opens?.(event).forEach((text) => sealed.add(text))
      return { kind: 'ready', event, followers, touches }
    } catch (error) {
      return { kind: 'unreadable', event: recorded, error: describe(error) }
    }
  }
  return async (events) => {
    const parts = new Map<Group, Part[]>(groups.map((group) => [group, []]))
    const sealed = new Set<string>()
    for (const recorded of events) {
      let event: Projected | Error | undefined
      for (const [group, followersFor] of followersIn) {
        const followers = followersFor(recorded.type)
        if (followers.length === 0 && known.has(recorded.type)) continue
        event ??= read(recorded)
        parts.get(group)?.push(partOf(recorded, event, followers, sealed))
      }
    }
    return { parts, opened: sealed.size === 0 ? new Map() : await openAll(vault, sealed) }
  }
}
