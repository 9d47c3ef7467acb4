import { schemaOf } from '../../domain/events.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import { definitions, type Json, type SagaEvent } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import type { Saga, SagaAction, SagaMessage } from './saga.ts'

/** An instance as its stream tells it: the saga's own state, and what is still open. */
export type SagaInstance<State> = {
  readonly state: State
  readonly started: boolean
  readonly ended?: string
  /** Requested effects without an outcome, by id. */
  readonly outstanding: ReadonlyMap<string, { readonly kind: string; readonly effect: unknown }>
  /** Scheduled timers by name. */
  readonly timers: ReadonlyMap<string, string>
}

export type SagaInstanceCommand = {
  readonly instance: string
  readonly message: SagaMessage
  readonly starts: boolean
}

const withEntry = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value) =>
  new Map([...map, [key, value]])
const withoutEntry = <Value>(map: ReadonlyMap<string, Value>, key: string) =>
  new Map([...map].filter(([name]) => name !== key))

/** Sagas are aggregates whose commands are messages: dedupe, retries and the exact revision come from there. */
export const instanceOf = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  /** In which version inputs of a type are handed in. */
  versionOf: (type: string) => number = schemaOf,
): Aggregate<SagaInstance<State>, SagaInstanceCommand, SagaEvent> => ({
  category: saga.name,
  definitions,
  initial: { state: saga.initial, started: false, outstanding: new Map(), timers: new Map() },
  evolve: (instance, event) => evolveInstance(saga, instance, event),
  decide: ({ instance: id, message, starts }, instance, meta) => {
    if (!isExpected(message, instance, starts)) return []
    const events: SagaEvent[] = [recordOf(saga.name, id, message, versionOf)]
    // What was still open when it ended is kept on record; nothing follows from it.
    if (instance.ended !== undefined) return events
    for (const action of saga.decide(message, instance.state, meta.now)) {
      const event = eventOf(saga.name, id, instance, action, meta.eventId(events.length), meta.now)
      if (event !== undefined) events.push(event)
    }
    return events
  },
})

/** An input is for an instance that runs (or starts); an outcome for an effect that is open; a timer for one that is set. */
const isExpected = <State>(
  message: SagaMessage,
  instance: SagaInstance<State>,
  starts: boolean,
): boolean => {
  switch (message.type) {
    case 'input':
      return instance.ended === undefined && (instance.started || starts)
    case 'succeeded':
    case 'refused':
    case 'unknown':
      return instance.outstanding.has(message.effectId)
    case 'timer':
      return instance.timers.get(message.name) === message.timerId
    default:
      return exhausted(message)
  }
}

const recordOf = (
  saga: string,
  instance: string,
  message: SagaMessage,
  versionOf: (type: string) => number,
): SagaEvent => {
  const of = { saga, instance }
  switch (message.type) {
    case 'input': {
      const { type } = message.input
      // Inputs come out of the log, which holds JSON and nothing else.
      const data = message.input.data as Json
      const input = { type, schema: versionOf(type), data }
      return { type: 'SagaInputReceived', data: { ...of, inputId: message.inputId, input } }
    }
    case 'succeeded': {
      const { effectId, kind, result } = message
      return {
        type: 'SagaEffectSucceeded',
        data: { ...of, effectId, kind, result },
      }
    }
    case 'refused': {
      const { effectId, kind, code, detail } = message
      return { type: 'SagaEffectRefused', data: { ...of, effectId, kind, code, detail } }
    }
    case 'unknown': {
      const { effectId, kind, reason } = message
      return { type: 'SagaEffectUnknown', data: { ...of, effectId, kind, reason } }
    }
    case 'timer':
      return {
        type: 'SagaTimerFired',
        data: { ...of, timerId: message.timerId, name: message.name },
      }
    default:
      return exhausted(message)
  }
}

/** What an action leaves in the stream, under the given event id: nothing for a timer that is not set. */
const eventOf = <State, Effect extends { readonly kind: string }>(
  saga: string,
  id: string,
  instance: SagaInstance<State>,
  action: SagaAction<Effect>,
  eventId: string,
  now: string,
): SagaEvent | undefined => {
  const of = { saga, instance: id }
  switch (action.do) {
    case 'request': {
      const { effect } = action
      const { kind } = effect
      return { type: 'SagaEffectRequested', data: { ...of, effectId: eventId, kind, effect } }
    }
    case 'schedule':
      return {
        type: 'SagaTimerScheduled',
        data: { ...of, timerId: eventId, name: action.name, dueAt: action.dueAt },
      }
    case 'unschedule': {
      const timerId = instance.timers.get(action.name)
      if (timerId === undefined) return undefined
      return { type: 'SagaTimerCancelled', data: { ...of, timerId, name: action.name } }
    }
    case 'end':
      return { type: 'SagaEnded', data: { ...of, outcome: action.outcome, at: now } }
    default:
      return exhausted(action)
  }
}

const evolveInstance = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  instance: SagaInstance<State>,
  event: SagaEvent,
): SagaInstance<State> => {
  const told = (message: SagaMessage): State => saga.evolve(instance.state, message)
  switch (event.type) {
    case 'SagaInputReceived': {
      const { inputId } = event.data
      const { type, data } = event.data.input
      const input = { type, data }
      return { ...instance, started: true, state: told({ type: 'input', inputId, input }) }
    }
    case 'SagaEffectRequested': {
      const { effectId, kind, effect } = event.data
      return {
        ...instance,
        outstanding: withEntry(instance.outstanding, effectId, { kind, effect }),
      }
    }
    case 'SagaEffectSucceeded': {
      const { effectId, kind, result } = event.data
      return {
        ...instance,
        outstanding: withoutEntry(instance.outstanding, effectId),
        state: told({ type: 'succeeded', effectId, kind, result }),
      }
    }
    case 'SagaEffectRefused': {
      const { effectId, kind, code, detail } = event.data
      return {
        ...instance,
        outstanding: withoutEntry(instance.outstanding, effectId),
        state: told({ type: 'refused', effectId, kind, code, detail }),
      }
    }
    case 'SagaEffectUnknown': {
      const { effectId, kind, reason } = event.data
      return {
        ...instance,
        outstanding: withoutEntry(instance.outstanding, effectId),
        state: told({ type: 'unknown', effectId, kind, reason }),
      }
    }
    case 'SagaTimerScheduled':
      return {
        ...instance,
        timers: withEntry(instance.timers, event.data.name, event.data.timerId),
      }
    case 'SagaTimerCancelled':
      return { ...instance, timers: withoutEntry(instance.timers, event.data.name) }
    case 'SagaTimerFired': {
      const { timerId, name } = event.data
      return {
        ...instance,
        timers: withoutEntry(instance.timers, name),
        state: told({ type: 'timer', timerId, name }),
      }
    }
    case 'SagaEnded':
      return { ...instance, ended: event.data.outcome, timers: new Map() }
    default:
      return exhausted(event)
  }
}
