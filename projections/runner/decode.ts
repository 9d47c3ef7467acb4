import { decodeEvent } from '../../domain/events.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Projected, Projection } from '../shared/projection.ts'
import type { RowRef } from '../shared/rows.ts'
import { describe, isTransient } from './failures.ts'

/** An event made ready: who follows it, what it touches, what it keeps sealed; or why it cannot be read. */
export type Decoded =
  | {
      readonly kind: 'ready'
      readonly event: Projected
      readonly followers: readonly Projection[]
      readonly touches: readonly RowRef[]
      readonly opened: ReadonlyMap<string, string | null>
    }
  | { readonly kind: 'unreadable'; readonly event: RecordedEvent; readonly error: string }

export type Decode = (event: RecordedEvent) => Promise<Decoded>

/** Those that follow every event, and by type those that follow some. */
const followersOf = (projections: readonly Projection[]) => {
  const types = new Set(
    projections.flatMap(({ definitions = [] }) => definitions.map(({ type }) => type)),
  )
  const follows = ({ definitions }: Projection, type: string): boolean =>
    definitions === undefined || definitions.some((definition) => definition.type === type)
  const byType = new Map(
    [...types].map((type) => [type, projections.filter((each) => follows(each, type))]),
  )
  const ofEverything = projections.filter(({ definitions }) => definitions === undefined)
  return (type: string): readonly Projection[] => byType.get(type) ?? ofEverything
}

const openAll = async (vault: Vault, sealed: readonly string[]) =>
  new Map(
    await Promise.all(
      sealed.map(async (text) => [text, (await vault.open(text)) ?? null] as const),
    ),
  )

/** Trouble that passes is thrown; trouble with the event itself is said of the event. */
export const createDecode = (projections: readonly Projection[], vault: Vault): Decode => {
  const followersFor = followersOf(projections)
  return async (recorded) => {
    try {
      const event: Projected = { ...recorded, ...decodeEvent(recorded) }
      const followers = followersFor(event.type)
      const touches = followers.flatMap((each) => each.touches?.(event) ?? [])
      const sealed = followers.flatMap((each) => each.opens?.(event) ?? [])
      const opened = await openAll(vault, sealed)
      return { kind: 'ready', event, followers, touches, opened }
    } catch (error) {
      if (isTransient(error)) throw error
      return { kind: 'unreadable', event: recorded, error: describe(error) }
    }
  }
}
