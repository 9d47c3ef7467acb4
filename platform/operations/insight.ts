import type { RecordedEvent } from '../event-store/types.ts'
import type { Replays } from '../replays/port.ts'

/** Where an event stands. */
export type EventPlace = { readonly stream: string; readonly revision: bigint }

export const placeOf = ({ stream, revision }: EventPlace): string =>
  `${revision.toString()}@${stream}`

/** What an event does to the instance of a saga that it names. */
export type SagaRouteDescription = {
  readonly eventType: string
  readonly does: 'STARTS' | 'CONTINUES' | 'STOPS'
  /** The property of the event's data that names the instance. */
  readonly property: string
}

export type SagaDescription = {
  readonly name: string
  readonly version: number
  readonly streamPrefixes: readonly string[]
  readonly routes: readonly SagaRouteDescription[]
  readonly effects: readonly string[]
  readonly mayRest: boolean
  readonly deadlineSeconds?: number
}

/** What only the log and the code of sagas know, for operators to read. */
export type HubInsight = {
  /** The events at these places, as they stand in the log, by `placeOf`; what is gone from it is left out. */
  readonly events: (places: readonly EventPlace[]) => Promise<ReadonlyMap<string, RecordedEvent>>
  /** Position of the last event of the log. */
  readonly head: () => Promise<bigint>
  readonly sagas: readonly SagaDescription[]
  /** The state of a saga's instance as its stream tells it, as JSON; undefined when there is none. */
  readonly instanceState: (stream: string) => Promise<Readonly<Record<string, unknown>> | undefined>
  /** Generations of the read models. */
  readonly replays: Replays
}
