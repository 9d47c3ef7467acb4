import type { DomainEvent } from '../../domain/shared/event.ts'
import type { Json } from '../../domain/shared/json.ts'

/** Everything that can happen to an instance. */
export type SagaMessage =
  | { readonly type: 'input'; readonly inputId: string; readonly input: DomainEvent }
  | {
      readonly type: 'succeeded'
      readonly effectId: string
      readonly kind: string
      readonly result: Json
    }
  | {
      readonly type: 'refused'
      readonly effectId: string
      readonly kind: string
      readonly code: string
      readonly detail: string
    }
  /** It may or may not have happened: to be resolved before anything else is tried. */
  | {
      readonly type: 'unknown'
      readonly effectId: string
      readonly kind: string
      readonly reason: string
    }
  | { readonly type: 'timer'; readonly timerId: string; readonly name: string }

export type SagaAction<Effect> =
  | { readonly do: 'request'; readonly effect: Effect }
  /** Nobody waits any longer for what is open of this kind: its performing stops, its outcome is not heard. */
  | { readonly do: 'abandon'; readonly kind: string }
  /** Requests the reversal of everything done so far that has one in `undo`, the last done first. */
  | { readonly do: 'compensate' }
  | { readonly do: 'schedule'; readonly name: string; readonly dueAt: string }
  | { readonly do: 'unschedule'; readonly name: string }
  | { readonly do: 'end'; readonly outcome: string }

/**
 * What an event means to the instance that its data names, in this property (`a.b`: the `b` of its `a`). `stops` ends the
 * instance with this outcome, after whatever it decides. `optional`: without the property the event is no concern of the
 * saga; else it would be a fault. `where`: neither is one whose data does not have all of these values.
 */
export type SagaRoute = (
  | { readonly starts: string }
  | { readonly continues: string }
  | { readonly stops: string; readonly outcome: string }
) & { readonly optional?: true; readonly where?: Readonly<Record<string, string>> }

/**
 * How instances of earlier versions (`upTo` this one) go on: folded as they were then, until the next message, before
 * which their state is taken into today's form, for good. State must be JSON.
 */
export type EarlierForm<State> = {
  readonly upTo: number
  // Each version had a state type of its own.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some earlier State
  readonly initial: any
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some earlier State
  readonly evolve: (state: any, message: SagaMessage) => any
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some earlier State
  readonly migrate: (state: any) => State
}

/**
 * A process manager as plain data and functions. `evolve` and `decide` are pure: replayed, they say the same, and nothing
 * is performed, because only the requested effects are, by the worker.
 */
export type Saga<State, Effect extends { readonly kind: string }> = {
  /** Also the category of its instances' streams. */
  readonly name: string
  /**
   * Raised when instances that begin from now on differ from those that run. Those go on by what is recorded, through
   * today's `evolve` and `decide`, unless `earlier` says how their state is migrated.
   */
  readonly version: number
  readonly earlier?: readonly EarlierForm<State>[]
  /** Prefixes of the streams whose events it may be interested in. */
  readonly streamPrefixes: readonly string[]
  /** By event type. */
  readonly routes: Readonly<Record<string, SagaRoute>>
  /** An instance may stand with nothing open and no timer set, for as long as nothing happens to it. */
  readonly mayRest: boolean
  /** An instance that has not ended by then is reported. Absent: it may go on for ever. */
  readonly deadlineSeconds?: number
  readonly initial: State
  readonly evolve: (state: State, message: SagaMessage) => State
  /** Given the state before the message. `now` is the time of the decision, ISO 8601. */
  readonly decide: (
    message: SagaMessage,
    state: State,
    now: string,
  ) => readonly SagaAction<Effect>[]
  /** The effect that reverses one that succeeded, by its kind; nothing when there is nothing to reverse. */
  readonly undo?: {
    readonly [Kind in Effect['kind']]?: (
      effect: Extract<Effect, { readonly kind: Kind }>,
      state: State,
    ) => Effect | undefined
  }
}

/** What happened, as a saga's routes see it. */
export type RoutedEvent = { readonly type: string; readonly data: unknown }

export type Routed = {
  /** Absent when the data does not name one. */
  readonly instance: string | undefined
  readonly starts: boolean
  readonly stops?: string
}

/** Where an event goes; nothing when the saga has no interest in it. Data that nobody could read may still name its instance. */
export const routeOf = (
  { routes }: Pick<Saga<unknown, { readonly kind: string }>, 'routes'>,
  { type, data }: RoutedEvent,
): Routed | undefined => {
  const route = Object.hasOwn(routes, type) ? routes[type] : undefined
  if (route === undefined) return undefined
  const wanted = Object.entries(route.where ?? {})
  if (wanted.some(([path, value]) => named(data, path) !== value)) return undefined
  const starts = 'starts' in route
  const property = starts ? route.starts : 'continues' in route ? route.continues : route.stops
  const instance = named(data, property)
  if (instance === undefined && route.optional === true) return undefined
  return { instance, starts, ...('stops' in route ? { stops: route.outcome } : {}) }
}

const named = (data: unknown, path: string): string | undefined => {
  let value = data
  for (const property of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, property))
      return undefined
    // Just looked at: it has the property.
    value = (value as Readonly<Record<string, unknown>>)[property]
  }
  return typeof value === 'string' && value !== '' ? value : undefined
}
