import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { definitions } from '../../domain/events.ts'
import { GenerationRefused } from '../../projections/generations/generations.ts'
import { ownTablesOf } from '../../projections/generations/rebuild-stream.ts'
import { pagesOfStream } from '../../projections/generations/stream-pages.ts'
import { groups as allGroups, type Group } from '../../projections/groups.ts'

/** What a replay of one stream builds again, and what it leaves. */
export type StreamScope = {
  readonly stream: string
  readonly events: number
  /** Tables that may hold rows of this stream. */
  readonly own: readonly string[]
  /** Of the same groups: tables whose rows many streams add up, which stay as they are. */
  readonly shared: readonly string[]
}

const isFollowing = ({ projections }: Group, types: ReadonlySet<string>): boolean =>
  projections.some(
    (projection) =>
      projection.definitions?.some(({ type }) => types.has(type)) ??
      [...types].some((type) => definitions.has(type)),
  )

/** Reads the stream. Throws GenerationRefused when there is none, or when no group that is meant follows it. */
export const streamScope = async (
  { eventStore }: { readonly eventStore: Pick<EventStore, 'read' | 'head'> },
  stream: string,
  only?: readonly string[],
): Promise<StreamScope> => {
  const types = new Set<string>()
  let events = 0
  const count = ({ type }: RecordedEvent): void => {
    types.add(type)
    events += 1
  }
  for await (const page of pagesOfStream(eventStore, stream, await eventStore.head()))
    page.forEach(count)
  if (events === 0) throw new GenerationRefused(`there is no stream ${stream}`)
  const meant = allGroups.filter(({ name }) => only?.includes(name) ?? true)
  const following = meant.filter((group) => isFollowing(group, types))
  if (following.length === 0)
    throw new GenerationRefused(`${stream} writes no rows of ${(only ?? []).join(', ')}`)
  const own = following.flatMap((group): readonly string[] => ownTablesOf(group))
  const shared = following
    .flatMap(({ tables }): readonly string[] => tables)
    .filter((table) => !own.includes(table))
  return { stream, events, own, shared }
}
