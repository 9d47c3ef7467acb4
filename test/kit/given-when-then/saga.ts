import { AssertionError, deepStrictEqual } from 'node:assert/strict'
import type { SagaEvent } from '../../../domain/shared/saga-events.ts'
import type { SagaInstance } from '../../../sagas/runtime/instance-state.ts'
import type { Saga } from '../../../sagas/runtime/saga.ts'
import { actionOf, playSaga, timer, type Told } from '../saga.ts'
import { meta } from './meta.ts'

export { input as heard, refused, succeeded, unknown } from '../saga.ts'

/** So much time goes by on the virtual clock; what is due meanwhile fires, in its order. */
export type Passing = { readonly passes: number }
export const passes = (time: {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}): Passing => {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = time
  return { passes: (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 }
}

export type Happening = Told | Passing

/**
 * What is to follow, in order: `request <kind>`, `abandon <kind>`, `compensate`, `schedule <timer>`, `unschedule <timer>`,
 * `end <outcome>`; or an effect that is requested, as far as its properties are named.
 */
export type ExpectedAction =
  | string
  | { readonly kind: string; readonly [property: string]: unknown }

export type SagaGiven<State> = {
  readonly instance: () => SagaInstance<State>
  readonly when: (happening: Happening) => SagaThen<State>
}

export type SagaThen<State> = {
  readonly events: readonly SagaEvent[]
  readonly instance: () => SagaInstance<State>
  /** Throws an AssertionError when something else followed. */
  readonly then: (expected: readonly ExpectedAction[]) => void
}

/**
 * `given(…happenings).when(happening).then([…actions])` for one instance of a saga. It runs under any test runner: whatever
 * does not hold is thrown, also an outcome of an effect that nobody asked for, or an event against its contract.
 */
export const saga = <State, Effect extends { readonly kind: string }>(
  definition: Saga<State, Effect>,
): { readonly given: (...happenings: readonly Happening[]) => SagaGiven<State> } => ({
  given: (...happenings) => {
    const { tell, instance } = playSaga(definition)
    const due = new Map<string, number>()
    let now = Date.parse(meta.now)
    const happen = (told: Told): readonly SagaEvent[] => {
      const events = tell(told, new Date(now).toISOString())
      for (const event of events) {
        if (event.type === 'SagaTimerScheduled')
          due.set(event.data.name, Date.parse(event.data.dueAt))
        if (event.type === 'SagaTimerCancelled') due.delete(event.data.name)
        if (event.type === 'SagaEnded') due.clear()
      }
      return events
    }
    const pass = (ms: number): readonly SagaEvent[] => {
      const end = now + ms
      const events: SagaEvent[] = []
      for (;;) {
        const [next] = [...due].toSorted(([, a], [, b]) => a - b)
        if (next === undefined || next[1] > end) break
        now = Math.max(now, next[1])
        due.delete(next[0])
        events.push(...happen(timer(next[0])))
      }
      now = end
      return events
    }
    const follow = (happening: Happening): readonly SagaEvent[] =>
      'passes' in happening ? pass(happening.passes) : happen(happening)
    for (const happening of happenings) follow(happening)
    return {
      instance,
      when: (happening) => {
        const events = follow(happening)
        return { events, instance, then: (expected) => compare(events, expected) }
      },
    }
  },
})

type Effects = Readonly<Record<string, unknown>>

const compare = (events: readonly SagaEvent[], expected: readonly ExpectedAction[]): void => {
  const actions = events.filter((event) => actionOf(event) !== undefined)
  deepStrictEqual(
    actions.map(actionOf),
    expected.map((each) => (typeof each === 'string' ? each : `request ${each.kind}`)),
  )
  for (const [index, wanted] of expected.entries()) {
    const event = actions[index]
    if (typeof wanted === 'string' || event?.type !== 'SagaEffectRequested') continue
    // An effect is an object: it has a kind.
    const effect = event.data.effect as Effects
    for (const [name, value] of Object.entries(wanted)) {
      if (!Object.hasOwn(effect, name))
        throw new AssertionError({ message: `the effect ${wanted.kind} has no ${name}` })
      deepStrictEqual(effect[name], value, `${name} of the effect ${wanted.kind}`)
    }
  }
}
