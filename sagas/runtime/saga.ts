import type { DomainEvent } from '../../domain/shared/event.ts'
import type { Json } from '../../domain/shared/saga-events.ts'

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
  | { readonly do: 'schedule'; readonly name: string; readonly dueAt: string }
  | { readonly do: 'unschedule'; readonly name: string }
  | { readonly do: 'end'; readonly outcome: string }

export type SagaRoute = { readonly instance: string; readonly starts: boolean }

/** What happened, as a saga's route sees it. */
export type RoutedEvent = DomainEvent & { readonly stream: string }

/**
 * A process manager as plain data and functions. `evolve` and `decide` are pure: replayed, they say the same, and nothing
 * is performed, because only the requested effects are, by the worker.
 */
export type Saga<State, Effect extends { readonly kind: string }> = {
  /** Also the category of its instances' streams. */
  readonly name: string
  /** Prefixes of the streams whose events it may be interested in. */
  readonly streamPrefixes: readonly string[]
  /** An instance may stand with nothing open and no timer set, for as long as nothing happens to it. */
  readonly mayRest: boolean
  readonly route: (event: RoutedEvent) => SagaRoute | undefined
  readonly initial: State
  readonly evolve: (state: State, message: SagaMessage) => State
  /** Given the state before the message. `now` is the time of the decision, ISO 8601. */
  readonly decide: (
    message: SagaMessage,
    state: State,
    now: string,
  ) => readonly SagaAction<Effect>[]
}
