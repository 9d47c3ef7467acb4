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

export type Decode = {
  /** Reads an event ahead of its batch, while something else is waited for. */
  readonly ahead: (event: RecordedEvent) => void
  readonly batch: (events: readonly RecordedEvent[]) => Promise<Decoded>
}

/** What one event is to the groups, and what of it is sealed. */
type Prepared = {
  readonly parts: readonly (readonly [Group, Part])[]
  readonly sealed: readonly string[]
}

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
  const concerned = new Map<string, readonly (readonly [Group, readonly Projection[]])[]>()
  const concernedBy = (type: string) => {
    const found = concerned.get(type)
    if (found !== undefined) return found
    const all = followersIn
      .map(([group, followersFor]) => [group, followersFor(type)] as const)
      .filter(([, followers]) => followers.length > 0 || !known.has(type))
    // What others write has any number of types: only ours are remembered.
    if (known.has(type)) concerned.set(type, all)
    return all
  }

  const prepare = (recorded: RecordedEvent): Prepared => {
    const followers = concernedBy(recorded.type)
    if (followers.length === 0) return { parts: [], sealed: [] }
    const event = read(recorded)
    const sealed: string[] = []
    const parts = followers.map(
      ([group, some]) => [group, partOf(recorded, event, some, sealed)] as const,
    )
    return { parts, sealed }
  }

  /** Until the batch that each of them is in. */
  const readAhead = new Map<RecordedEvent, Prepared>()
  return {
    ahead: (event) => void readAhead.set(event, prepare(event)),
    batch: async (events) => {
      const parts = new Map<Group, Part[]>(groups.map((group) => [group, []]))
      const sealed = new Set<string>()
      for (const event of events) {
        const prepared = readAhead.get(event) ?? prepare(event)
        readAhead.delete(event)
        for (const [group, part] of prepared.parts) parts.get(group)?.push(part)
        for (const text of prepared.sealed) sealed.add(text)
      }
      return { parts, opened: sealed.size === 0 ? new Map() : await openAll(vault, sealed) }
    },
  }
}

const partOf = (
  recorded: RecordedEvent,
  event: Projected | Error,
  followers: readonly Projection[],
  sealed: string[],
): Part => {
  try {
    if (event instanceof Error) throw event
    const touches = followers.flatMap((each) => each.touches?.(event) ?? [])
    for (const each of followers) if (each.opens !== undefined) sealed.push(...each.opens(event))
    return { kind: 'ready', event, followers, touches }
  } catch (error) {
    return { kind: 'unreadable', event: recorded, error: describe(error) }
  }
}
