import type { Pool } from 'pg'
import { load } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import {
  placeOf,
  type EventPlace,
  type HubInsight,
  type SagaDescription,
  type SagaRouteDescription,
} from '../../platform/operations/insight.ts'
import { sagas } from '../../sagas/registry.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import { addresseeOf } from '../../sagas/runtime/letters.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import type { SagaRoute } from '../../sagas/runtime/saga.ts'
import { createReplays } from './replays.ts'

const routeOf = ([eventType, route]: readonly [string, SagaRoute]): SagaRouteDescription => {
  if ('starts' in route) return { eventType, does: 'STARTS', property: route.starts }
  if ('continues' in route) return { eventType, does: 'CONTINUES', property: route.continues }
  return { eventType, does: 'STOPS', property: route.stops }
}

const describe = ({ saga, effects }: AnySaga): SagaDescription => ({
  name: saga.name,
  version: saga.version,
  streamPrefixes: saga.streamPrefixes,
  routes: Object.entries(saga.routes).map(routeOf),
  effects,
  mayRest: saga.mayRest,
  ...(saga.deadlineSeconds === undefined ? {} : { deadlineSeconds: saga.deadlineSeconds }),
})

/** Streams are read side by side, so many at a time. */
const sideBySide = 8

const inStreams = (places: readonly EventPlace[]): ReadonlyMap<string, readonly bigint[]> => {
  const found = new Map<string, bigint[]>()
  for (const { stream, revision } of places) {
    const known = found.get(stream)
    if (known === undefined) found.set(stream, [revision])
    else known.push(revision)
  }
  return found
}

/** Neighbours are read in one call. */
const stretches = (revisions: readonly bigint[]): readonly (readonly [bigint, number])[] => {
  const sorted = [...new Set(revisions)].sort((a, b) => (a < b ? -1 : 1))
  const found: [bigint, number][] = []
  for (const revision of sorted) {
    const last = found.at(-1)
    if (last !== undefined && last[0] + BigInt(last[1]) === revision) last[1] += 1
    else found.push([revision, 1])
  }
  return found
}

const eventsAt =
  ({ read }: Pick<EventStore, 'read'>): HubInsight['events'] =>
  async (places) => {
    const wanted = [...inStreams(places)].flatMap(([stream, revisions]) =>
      stretches(revisions).map(([from, maxCount]) => ({ stream, from, maxCount })),
    )
    const found = new Map<string, RecordedEvent>()
    for (let next = 0; next < wanted.length; next += sideBySide)
      await Promise.all(
        wanted.slice(next, next + sideBySide).map(async ({ stream, ...options }) => {
          for (const event of await read(stream, options)) found.set(placeOf(event), event)
        }),
      )
    return found
  }

const asJson = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Set ? [...value] : value
}

/** What the log and the sagas know, for the read API. */
export const createInsight = (
  { eventStore, foldCache, vault }: Pick<Services, 'eventStore' | 'foldCache' | 'vault'>,
  pool: Pool,
): HubInsight => ({
  replays: createReplays(pool, { eventStore, vault }),
  events: eventsAt(eventStore),
  head: eventStore.head,
  sagas: sagas.map(describe),
  instanceState: async (stream) => {
    const to = addresseeOf(sagas, stream)
    if (to === undefined) return undefined
    const aggregate = instanceOf(to.each.saga)
    const { state, revision } = await load(eventStore, foldCache, aggregate, to.instance)
    if (revision === -1n) return undefined
    // An instance's state is an object, here as plain JSON.
    return JSON.parse(JSON.stringify(state, asJson)) as Readonly<Record<string, unknown>>
  },
})
