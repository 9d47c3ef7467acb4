import { isDeepStrictEqual } from 'node:util'
import type { Decision, DecisionMeta } from '../../domain/shared/decider.ts'
import { reject } from '../../domain/shared/rejection.ts'
import type { Json } from '../../domain/shared/json.ts'
import type { ParkedMessage, SagaEvent } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { earlierForm } from './evolve-instance.ts'
import {
  idOf,
  type SagaInstance,
  type SagaInstanceCommand,
  type Source,
  type Told,
} from './instance-state.ts'
import { recordOf } from './record.ts'
import type { Saga, SagaAction, SagaMessage } from './saga.ts'

/** The instance is of a version that this process does not know: it leaves it to one that does. */
export class NewerInstance extends Error {
  override readonly name = 'NewerInstance'
}

type Of = { readonly saga: string; readonly instance: string }

/** What follows from a command to an instance. Throws only on an instance of a newer version, and on a redrive that fails. */
export const decideInstance = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  versionOf: (type: string) => number,
  command: SagaInstanceCommand,
  instance: SagaInstance<State>,
  meta: DecisionMeta,
): Decision<SagaEvent> => {
  const of = { saga: saga.name, instance: command.instance }
  const take = (told: Told): readonly SagaEvent[] =>
    taking({ saga, of, instance, meta, versionOf }, told)
  switch (command.do) {
    case 'tell': {
      const { message, source } = command
      if (!isExpected(command, instance) || isInLine(instance, message)) return []
      // Under a key of its own it was put in line by the router, which now comes to it again.
      if (message.type === 'input' && instance.lined.has(message.inputId)) return []
      if (instance.line.length > 0)
        return [park(of, message, source, 'BEHIND', 'It waits for those before it.')]
      if (instance.broken !== undefined)
        return [park(of, message, source, 'HISTORY_NOT_FOLDED', instance.broken)]
      try {
        return take(command)
      } catch (error) {
        if (error instanceof NewerInstance) throw error
        return [park(of, message, source, 'NOT_TAKEN', String(error))]
      }
    }
    case 'redrive': {
      const [first] = instance.line
      const id = idOf(command.message)
      if (first === undefined || idOf(first.message) !== id)
        return reject('NOT_FOUND', 'This is not the first message in line.')
      if (instance.broken !== undefined) throw new Error(instance.broken)
      if (isOver(command, instance))
        return [skip(of, id, 'The instance does not run, and takes no such message.')]
      return take(command)
    }
    case 'park': {
      const { message, code, detail, starts } = command
      if (message.type === 'input' && !takesInputs(instance, starts)) return []
      return isInLine(instance, message)
        ? []
        : [{ type: 'SagaMessageParked', data: { ...of, message, code, detail: short(detail) } }]
    }
    case 'skip':
      return instance.line.some(({ message }) => idOf(message) === command.messageId)
        ? [skip(of, command.messageId, command.reason)]
        : reject('NOT_FOUND', 'No such message waits in line.')
    case 'parkEffect': {
      const { effectId, attempts, code, detail } = command
      const known = instance.outstanding.get(effectId)
      if (known?.standing !== 'OPEN') return []
      const { kind } = known
      return [
        {
          type: 'SagaEffectParked',
          data: { ...of, effectId, kind, attempts, code, detail: short(detail) },
        },
      ]
    }
    case 'redriveEffect': {
      const { effectId } = command
      const known = instance.outstanding.get(effectId)
      return known?.standing === 'PARKED'
        ? [{ type: 'SagaEffectRedriven', data: { ...of, effectId, kind: known.kind } }]
        : reject('NOT_FOUND', 'No such effect is parked.')
    }
    case 'report':
      return instance.ended !== undefined || instance.stuck.has(command.reason)
        ? []
        : [{ type: 'SagaStuck', data: { ...of, reason: command.reason, at: meta.now } }]
    default:
      return exhausted(command)
  }
}

/** An input is for an instance that runs (or starts); an outcome for an effect that is open; a timer for one that is set. */
const isExpected = <State>({ message, starts }: Told, instance: SagaInstance<State>): boolean => {
  switch (message.type) {
    case 'input':
      return takesInputs(instance, starts)
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

const takesInputs = <State>(
  { ended, started, line }: SagaInstance<State>,
  starts: boolean | undefined,
): boolean => ended === undefined && (started || starts === true || line.length > 0)

const isInLine = <State>(
  { line }: SagaInstance<State>,
  message: SagaMessage | ParkedMessage,
): boolean => line.some((each) => idOf(each.message) === idOf(message))

/** Its turn has come too late. Outcomes are kept on record also after the end. */
const isOver = <State>(
  { message: { type }, starts }: Told,
  { ended, started }: SagaInstance<State>,
): boolean =>
  (ended !== undefined && (type === 'input' || type === 'timer')) ||
  (type === 'input' && !started && starts !== true)

type Taking<State, Effect extends { readonly kind: string }> = {
  readonly saga: Saga<State, Effect>
  readonly of: Of
  readonly instance: SagaInstance<State>
  readonly meta: DecisionMeta
  readonly versionOf: (type: string) => number
}

/** The record of the message and all that the saga decides on it. Throws what the saga throws: then nothing is recorded. */
const taking = <State, Effect extends { readonly kind: string }>(
  { saga, of, instance, meta, versionOf }: Taking<State, Effect>,
  { message, stops }: Told,
): readonly SagaEvent[] => {
  const { version, ended, started } = instance
  if (started && version > saga.version)
    throw new NewerInstance(`${saga.name} ${of.instance} is of version ${version}`)
  const events: SagaEvent[] = []
  if (!started) events.push({ type: 'SagaBegan', data: { ...of, version: saga.version } })
  const form = started ? earlierForm(saga, version) : undefined
  const before = started ? (form?.migrate(instance.state) ?? instance.state) : saga.initial
  if (form !== undefined) {
    const data = { ...of, from: version, version: saga.version, state: asJson(before) }
    events.push({ type: 'SagaMigrated', data })
  }
  events.push(recordOf(of, message, versionOf))
  // What was still open when it ended is kept on record; nothing follows from it.
  if (ended !== undefined) return events
  // What it could not fold it must not record.
  const after = saga.evolve(before, message)
  const actions = saga.decide(message, before, meta.now)
  for (const action of [...actions, ...stop(actions, stops)])
    for (const event of eventsOf(saga, of, instance, after, message, action)) {
      events.push(named(event, meta.eventId(events.length), meta.now))
    }
  return events
}

const stop = (
  actions: readonly SagaAction<{ readonly kind: string }>[],
  outcome: string | undefined,
) =>
  outcome === undefined || actions.some((action) => action.do === 'end')
    ? []
    : [{ do: 'end', outcome } as const]

const asJson = (state: unknown): Json => {
  // Just made of text.
  const json = JSON.parse(JSON.stringify(state)) as Json
  if (!isDeepStrictEqual(json, state)) throw new Error('a migrated state is more than JSON holds')
  return json
}

/** An event that waits for its own id and moment. */
type Unnamed =
  | { readonly event: SagaEvent }
  | { readonly effect: { readonly kind: string }; readonly of: Of }
  | { readonly timer: string; readonly dueAt: string; readonly of: Of }
  | { readonly outcome: string; readonly of: Of }

/** The id of an effect or a timer is that of the event that asks for it. */
const named = (unnamed: Unnamed, eventId: string, now: string): SagaEvent => {
  if ('event' in unnamed) return unnamed.event
  const { of } = unnamed
  if ('effect' in unnamed) {
    // Effects are JSON by their type; the stored contract checks it.
    const effect = unnamed.effect as unknown as Json
    const { kind } = unnamed.effect
    return { type: 'SagaEffectRequested', data: { ...of, effectId: eventId, kind, effect } }
  }
  if ('timer' in unnamed) {
    const { timer: name, dueAt } = unnamed
    return { type: 'SagaTimerScheduled', data: { ...of, timerId: eventId, name, dueAt } }
  }
  return { type: 'SagaEnded', data: { ...of, outcome: unnamed.outcome, at: now } }
}

/** What an action leaves in the stream: nothing for a timer that is not set or an effect that is not open. */
const eventsOf = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  of: Of,
  instance: SagaInstance<State>,
  after: State,
  message: SagaMessage,
  action: SagaAction<Effect>,
): readonly Unnamed[] => {
  switch (action.do) {
    case 'request':
      return [{ effect: action.effect, of }]
    case 'abandon':
      return [...instance.outstanding]
        .filter(([effectId, { kind }]) => kind === action.kind && effectId !== idOf(message))
        .map(([effectId, { kind }]) => ({
          event: { type: 'SagaEffectAbandoned', data: { ...of, effectId, kind } },
        }))
    case 'compensate':
      return compensation(saga, of, instance, after, message)
    case 'schedule':
      return [{ timer: action.name, dueAt: action.dueAt, of }]
    case 'unschedule': {
      const timerId = instance.timers.get(action.name)
      if (timerId === undefined) return []
      return [
        { event: { type: 'SagaTimerCancelled', data: { ...of, timerId, name: action.name } } },
      ]
    }
    case 'end':
      return [{ outcome: action.outcome, of }]
    default:
      return exhausted(action)
  }
}

const compensation = <State, Effect extends { readonly kind: string }>(
  { undo = {} }: Saga<State, Effect>,
  of: Of,
  instance: SagaInstance<State>,
  after: State,
  message: SagaMessage,
): readonly Unnamed[] => {
  const justDone =
    message.type === 'succeeded' ? instance.outstanding.get(message.effectId) : undefined
  const done = new Map(instance.done)
  if (justDone !== undefined && Object.hasOwn(undo, justDone.kind))
    done.set(idOf(message), justDone)
  if (done.size === 0) return []
  // Each effect is handed to the reversal of its own kind.
  const reversals = undo as Readonly<
    Record<string, ((effect: unknown, state: State) => Effect | undefined) | undefined>
  >
  const effects = [...done.values()]
    .toReversed()
    .map(({ kind, effect }) => reversals[kind]?.(effect, after))
    .filter((effect) => effect !== undefined)
  const effectIds = [...done.keys()]
  return [
    { event: { type: 'SagaCompensationBegan', data: { ...of, effectIds } } },
    ...effects.map((effect) => ({ effect, of })),
  ]
}

const short = (text: string): string => text.slice(0, 2000)

const skip = (of: Of, messageId: string, reason: string): SagaEvent => ({
  type: 'SagaMessageSkipped',
  data: { ...of, messageId, reason },
})

const park = (
  of: Of,
  message: SagaMessage,
  source: Source | undefined,
  code: string,
  detail: string,
): SagaEvent => ({
  type: 'SagaMessageParked',
  data: { ...of, message: parkable(message, source), code, detail: short(detail) },
})

/** A message as it stands in line: an input by its place in the log. */
export const parkable = (message: SagaMessage, source: Source | undefined): ParkedMessage => {
  if (message.type !== 'input') return message
  if (source === undefined) throw new Error('an input comes out of the log')
  const { stream, revision } = source
  const { inputId } = message
  return { type: 'input', inputId, source: { stream, revision: revision.toString() } }
}
