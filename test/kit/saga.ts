import t from 'tap'
import { fold } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { Json } from '../../domain/shared/json.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { SagaInstance } from '../../sagas/runtime/instance-state.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import { routeOf, type Saga, type SagaMessage } from '../../sagas/runtime/saga.ts'
import { meta } from './given-when-then/meta.ts'

/** What an instance is told, in a table's words: effects and timers by name, their ids are looked up. */
export type Told =
  | { readonly input: DomainEvent }
  | { readonly succeeded: string; readonly result: Json }
  | { readonly refused: string; readonly code: string }
  | { readonly unknown: string }
  | { readonly timer: string }

export const input = (type: string, data: unknown): Told => ({ input: { type, data } })
export const succeeded = (kind: string, result: Json = null): Told => ({ succeeded: kind, result })
export const refused = (kind: string, code: string): Told => ({ refused: kind, code })
export const unknown = (kind: string): Told => ({ unknown: kind })
export const timer = (name: string): Told => ({ timer: name })

const uuid = (n: number): string => `00000000-0000-4000-9000-${n.toString().padStart(12, '0')}`

/**
 * One instance of a saga, driven by hand through the runtime's own bookkeeping: nobody can tell it of an effect that it did
 * not ask for, or of a timer that is not set. Every event must satisfy its stored contract.
 */
export const playSaga = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
) => {
  const aggregate = instanceOf(saga, () => 1)
  const events: SagaEvent[] = []
  let instance: SagaInstance<State> = aggregate.initial
  let ids = 0
  const messageOf = (told: Told): SagaMessage => {
    const effectOf = (kind: string): { readonly effectId: string; readonly kind: string } => {
      const [effectId] = [...instance.outstanding].find(([, effect]) => effect.kind === kind) ?? []
      if (effectId === undefined) throw new Error(`${kind} was not asked for`)
      return { effectId, kind }
    }
    if ('input' in told) return { type: 'input', inputId: uuid(++ids), input: told.input }
    if ('succeeded' in told)
      return { type: 'succeeded', ...effectOf(told.succeeded), result: told.result }
    if ('refused' in told)
      return { type: 'refused', ...effectOf(told.refused), code: told.code, detail: told.code }
    if ('unknown' in told) return { type: 'unknown', ...effectOf(told.unknown), reason: 'no reply' }
    const timerId = instance.timers.get(told.timer)
    if (timerId === undefined) throw new Error(`timer ${told.timer} is not set`)
    return { type: 'timer', timerId, name: told.timer }
  }
  /** Tells the instance and answers the events that follow, with the record of what it was told. */
  const tell = (told: Told, now = meta.now): readonly SagaEvent[] => {
    const message = messageOf(told)
    const first = ids + 1
    const eventId = (index: number): string => uuid(first + index)
    const route = 'input' in told ? routeOf(saga, told.input) : undefined
    const command = {
      do: 'tell',
      instance: 'instance',
      message,
      source: { stream: 'test-source', revision: BigInt(ids) },
      starts: true,
      ...(route?.stops === undefined ? {} : { stops: route.stops }),
    } as const
    const decision = aggregate.decide(command, instance, { ...meta, now, eventId })
    if (isRejection(decision)) throw new Error(decision.detail)
    ids += decision.length
    for (const [index, event] of decision.entries()) {
      const definition = aggregate.definitions.find(({ type }) => type === event.type)
      definition?.data.parse(event.data)
      if (event.type === 'SagaEffectRequested' && event.data.effectId !== eventId(index))
        throw new Error('an effect’s id is not the id of the event that requests it')
    }
    events.push(...decision)
    instance = fold(aggregate.evolve, instance, decision)
    return decision
  }
  return { tell, events, instance: () => instance }
}

/** What an event asks for, in a table's words; nothing for the record of what was received. */
export const actionOf = (event: SagaEvent): string | undefined => {
  switch (event.type) {
    case 'SagaEffectRequested':
      return `request ${event.data.kind}`
    case 'SagaTimerScheduled':
      return `schedule ${event.data.name}`
    case 'SagaTimerCancelled':
      return `unschedule ${event.data.name}`
    case 'SagaEffectAbandoned':
      return `abandon ${event.data.kind}`
    case 'SagaCompensationBegan':
      return 'compensate'
    case 'SagaMessageParked':
      return `park ${event.data.code}`
    case 'SagaEnded':
      return `end ${event.data.outcome}`
    default:
      return undefined
  }
}

export type SagaRow = {
  readonly name: string
  readonly given: readonly Told[]
  readonly when: Told
  readonly now?: string
  /** `request <kind>`, `abandon <kind>`, `compensate`, `schedule <timer>`, `unschedule <timer>`, `end <outcome>`, in order. */
  readonly then: readonly string[]
  /** What the requested effects hold, in order: matched in part. */
  readonly effects?: readonly object[]
}

/** Runs a table: given what an instance was told, when it is told one thing more, then it asks for this. */
export const sagaTable = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  rows: readonly SagaRow[],
): void => {
  for (const { name, given, when, now, then, effects } of rows)
    t.test(name, async (t) => {
      const { tell } = playSaga(saga)
      for (const each of given) tell(each)
      const events = tell(when, now)
      t.strictSame(
        events.map(actionOf).filter((action) => action !== undefined),
        then,
      )
      if (effects === undefined) return
      const requested = events.flatMap((event) =>
        event.type === 'SagaEffectRequested' ? [event.data.effect] : [],
      )
      t.match(requested, effects)
    })
}
