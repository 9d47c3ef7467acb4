import type { ParkedMessage, SagaEvent } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { idOf, type Outstanding, type SagaInstance } from './instance-state.ts'
import type { EarlierForm, Saga, SagaMessage } from './saga.ts'

type AnySaga<State> = Saga<State, { readonly kind: string }>

/** How an instance of an earlier version is folded, until it is migrated; nothing when today's code goes on with it. */
export const earlierForm = <State>(
  { version, earlier = [] }: Pick<AnySaga<State>, 'version' | 'earlier'>,
  instanceVersion: number,
): EarlierForm<State> | undefined =>
  instanceVersion >= version ? undefined : earlier.find(({ upTo }) => instanceVersion <= upTo)

type Folding<State> = Pick<AnySaga<State>, 'version' | 'earlier' | 'initial' | 'evolve'>

const initialOf = <State>(saga: Folding<State>, version: number): State => {
  const form = earlierForm(saga, version)
  // Until it is migrated an instance has the state of its own version.
  return form === undefined ? saga.initial : (form.initial as State)
}

/** Before anything is known. Streams that say no version began under the first. */
export const beginning = <State>(saga: Folding<State>): SagaInstance<State> => ({
  state: initialOf(saga, 1),
  version: 1,
  started: false,
  outstanding: new Map(),
  timers: new Map(),
  done: new Map(),
  line: [],
  lined: new Set(),
  stuck: new Set(),
})

const withEntry = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value) =>
  new Map([...map, [key, value]])
const withoutEntry = <Value>(map: ReadonlyMap<string, Value>, key: string) =>
  map.has(key) ? new Map([...map].filter(([name]) => name !== key)) : map

/** The instance after an event of its stream. Never throws: what the saga cannot fold leaves it broken, with the reason. */
export const evolveInstance = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  instance: SagaInstance<State>,
  event: SagaEvent,
): SagaInstance<State> => {
  switch (event.type) {
    case 'SagaBegan': {
      const { version } = event.data
      return { ...instance, version, state: initialOf(saga, version) }
    }
    case 'SagaMigrated': {
      const { version, state } = event.data
      // What `migrate` made, through JSON.
      return { ...instance, version, state: state as State }
    }
    case 'SagaInputReceived': {
      const { inputId } = event.data
      const { type, data } = event.data.input
      const message = { type: 'input', inputId, input: { type, data } } as const
      return told(saga, { ...instance, started: true }, message)
    }
    case 'SagaEffectRequested': {
      const { effectId, kind, effect } = event.data
      return withEffect(instance, effectId, { kind, effect, standing: 'OPEN' })
    }
    case 'SagaEffectSucceeded': {
      const { effectId, kind, result } = event.data
      const known = instance.outstanding.get(effectId)
      const canBeUndone = known !== undefined && Object.hasOwn(saga.undo ?? {}, kind)
      const done = canBeUndone
        ? withEntry(instance.done, effectId, { kind, effect: known.effect })
        : instance.done
      const message = { type: 'succeeded', effectId, kind, result } as const
      return told(saga, { ...withoutEffect(instance, effectId), done }, message)
    }
    case 'SagaEffectRefused': {
      const { effectId, kind, code, detail } = event.data
      const message = { type: 'refused', effectId, kind, code, detail } as const
      return told(saga, withoutEffect(instance, effectId), message)
    }
    case 'SagaEffectUnknown': {
      const { effectId, kind, reason } = event.data
      const message = { type: 'unknown', effectId, kind, reason } as const
      return told(saga, withoutEffect(instance, effectId), message)
    }
    case 'SagaCompensationBegan': {
      const undone = new Set(event.data.effectIds)
      const done = new Map([...instance.done].filter(([effectId]) => !undone.has(effectId)))
      return { ...instance, done }
    }
    case 'SagaEffectAbandoned':
      return withoutEffect(instance, event.data.effectId)
    case 'SagaEffectParked':
      return standing(instance, event.data.effectId, 'PARKED')
    case 'SagaEffectRedriven':
      return standing(instance, event.data.effectId, 'OPEN')
    case 'SagaTimerScheduled': {
      const { name, timerId } = event.data
      return { ...instance, timers: withEntry(instance.timers, name, timerId) }
    }
    case 'SagaTimerCancelled':
      return { ...instance, timers: withoutEntry(instance.timers, event.data.name) }
    case 'SagaTimerFired': {
      const { timerId, name } = event.data
      const timers = withoutEntry(instance.timers, name)
      return told(saga, { ...instance, timers }, { type: 'timer', timerId, name })
    }
    case 'SagaMessageParked': {
      const { message, code, detail } = event.data
      const line = [...instance.line, { message, code, detail }]
      return { ...taken(instance, message), line }
    }
    case 'SagaMessageSkipped':
      return outOfLine(instance, event.data.messageId)
    case 'SagaStuck':
      return { ...instance, stuck: new Set([...instance.stuck, event.data.reason]) }
    case 'SagaEnded':
      return { ...instance, ended: event.data.outcome, timers: new Map() }
    default:
      return exhausted(event)
  }
}

const told = <State>(
  saga: Folding<State>,
  before: SagaInstance<State>,
  message: SagaMessage,
): SagaInstance<State> => {
  const moved = { ...outOfLine(before, idOf(message)), stuck: withoutRest(before.stuck) }
  if (moved.broken !== undefined) return moved
  const { evolve } = earlierForm(saga, moved.version) ?? saga
  try {
    // Until it is migrated an instance has the state of its own version.
    return { ...moved, state: evolve(moved.state, message) as State }
  } catch (error) {
    return { ...moved, broken: `${message.type} ${idOf(message)}: ${String(error)}` }
  }
}

/** Whoever is told something waits for nothing no longer. */
const withoutRest = (stuck: ReadonlySet<string>): ReadonlySet<string> =>
  stuck.has('WAITS_FOR_NOTHING')
    ? new Set([...stuck].filter((reason) => reason !== 'WAITS_FOR_NOTHING'))
    : stuck

const outOfLine = <State>(instance: SagaInstance<State>, id: string): SagaInstance<State> =>
  instance.line.length === 0
    ? instance
    : { ...instance, line: instance.line.filter(({ message }) => idOf(message) !== id) }

/** A timer in line has fired, an outcome in line has come: neither is waited for. An input is heard of once. */
const taken = <State>(
  instance: SagaInstance<State>,
  message: ParkedMessage,
): SagaInstance<State> => {
  switch (message.type) {
    case 'input':
      return { ...instance, lined: new Set([...instance.lined, message.inputId]) }
    case 'timer':
      return { ...instance, timers: withoutEntry(instance.timers, message.name) }
    default:
      return standing(instance, message.effectId, 'ANSWERED')
  }
}

const withEffect = <State>(
  instance: SagaInstance<State>,
  effectId: string,
  effect: Outstanding,
): SagaInstance<State> => ({
  ...instance,
  outstanding: withEntry(instance.outstanding, effectId, effect),
})

const withoutEffect = <State>(
  instance: SagaInstance<State>,
  effectId: string,
): SagaInstance<State> => ({
  ...instance,
  outstanding: withoutEntry(instance.outstanding, effectId),
})

const standing = <State>(
  instance: SagaInstance<State>,
  effectId: string,
  now: Outstanding['standing'],
): SagaInstance<State> => {
  const known = instance.outstanding.get(effectId)
  return known === undefined
    ? instance
    : withEffect(instance, effectId, { ...known, standing: now })
}
