import { decodeEvent } from '../../domain/events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import type { SagaInstance } from '../../sagas/runtime/instance-state.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { routeOf, type SagaMessage } from '../../sagas/runtime/saga.ts'
import { compare, outcomeOf } from './compare.ts'
import { categoryOf, type RecordedLogEvent } from './recording.ts'
import type { Difference, Replayed } from './replay.ts'

/** Under which form an instance runs is not the saga's decision, and changes with its version. */
const bookkeeping: ReadonlySet<string> = new Set(['SagaBegan', 'SagaMigrated'])

/** What the instance was told, when the event is the record of that. */
const messageOf = ({ type, data }: SagaEvent): SagaMessage | undefined => {
  switch (type) {
    case 'SagaInputReceived': {
      const { inputId, input } = data
      return { type: 'input', inputId, input: { type: input.type, data: input.data } }
    }
    case 'SagaEffectSucceeded':
      return { type: 'succeeded', ...data }
    case 'SagaEffectRefused':
      return { type: 'refused', ...data }
    case 'SagaEffectUnknown':
      return { type: 'unknown', ...data }
    case 'SagaTimerFired':
      return { type: 'timer', ...data }
    default:
      return undefined
  }
}

type Read = { readonly stored: RecordedLogEvent; readonly event: SagaEvent }

/** One instance, as far as its stream has been read: decided steps behind it, one in hand. */
type Instance = { state: SagaInstance<unknown>; step: Read[] }

/**
 * Decides every step of every saga instance again, from the log alone: an instance's stream holds what it was told and
 * what it decided. Events come in the order of the log; those of other streams are passed over.
 */
export const createRedecision = (sagas: readonly AnySaga[]) => {
  const byName = new Map(
    sagas.map(({ saga }) => [saga.name, { saga, aggregate: instanceOf(saga) }]),
  )
  const instances = new Map<string, Instance>()
  const differences: Difference[] = []
  let decisions = 0

  const decideStep = (stream: string, instance: Instance): void => {
    const { step } = instance
    const [first] = step
    const found = byName.get(categoryOf(stream))
    if (first === undefined || found === undefined) return
    const message = step.map(({ event }) => messageOf(event)).find((each) => each !== undefined)
    if (message !== undefined) {
      decisions += 1
      const { saga, aggregate } = found
      const routed = message.type === 'input' ? routeOf(saga, message.input) : undefined
      const command = {
        instance: first.event.data.instance,
        do: instance.state.line.length === 0 ? ('tell' as const) : ('redrive' as const),
        message,
        starts: true,
        ...(routed?.stops === undefined ? {} : { stops: routed.stops }),
      }
      const { at: now, commandId, revision } = first.stored
      const meta = {
        actor: { kind: 'system', id: saga.name } as const,
        now,
        commandId,
        id: (name: string) => name,
        eventId: placeholder,
      }
      const kept = step.filter(({ event }) => !bookkeeping.has(event.type))
      const difference = compare(
        () => ({ events: kept.map(({ event }) => event) }),
        () => {
          const decision = aggregate.decide(command, instance.state, meta)
          return isRejection(decision)
            ? { rejected: decision.rejected }
            : outcomeOf(withIdsOf(kept, decision))
        },
      )
      const decider = `${saga.name} ${message.type === 'input' ? message.input.type : nameOf(message)}`
      if (difference !== undefined)
        differences.push({ ...difference, decider, stream, revision, commandId })
    }
    for (const { event } of step) instance.state = found.aggregate.evolve(instance.state, event)
    instance.step = []
  }

  const take = (stored: RecordedLogEvent): void => {
    const { stream, type, data, schema } = stored
    const found = byName.get(categoryOf(stream))
    if (found === undefined) return
    const instance: Instance = instances.get(stream) ?? {
      state: found.aggregate.initial,
      step: [],
    }
    instances.set(stream, instance)
    if (instance.step[0]?.stored.commandId !== stored.commandId) decideStep(stream, instance)
    // The stream's name says that a saga wrote it; the stored contract is checked by decodeEvent.
    const event = decodeEvent({ type, data, metadata: { schema } }) as SagaEvent
    instance.step.push({ stored, event })
  }

  const end = (): Replayed => {
    for (const [stream, instance] of instances) decideStep(stream, instance)
    return { decisions, differences }
  }
  return { take, end }
}

const nameOf = (message: Exclude<SagaMessage, { readonly type: 'input' }>): string =>
  message.type === 'timer' ? `timer ${message.name}` : `${message.kind} ${message.type}`

/** Stands for the id of an event that is decided again: it gets the one that it was stored under. */
const placeholder = (index: number): string =>
  `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}`

/** The decision without bookkeeping, its events under the ids of those recorded in their places. */
const withIdsOf = (kept: readonly Read[], decision: readonly DomainEvent[]) =>
  decision
    .map((event, index) => ({ event, own: placeholder(index) }))
    .filter(({ event }) => !bookkeeping.has(event.type))
    .map(({ event, own }, index): DomainEvent => {
      const id = kept[index]?.stored.id
      if (id === undefined) return event
      const data: unknown = JSON.parse(JSON.stringify(event.data).replaceAll(own, id))
      return { type: event.type, data }
    })

/** All of a recorded log at once. */
export const redecideSagas = (
  events: readonly RecordedLogEvent[],
  sagas: readonly AnySaga[],
): Replayed => {
  const { take, end } = createRedecision(sagas)
  for (const event of events) take(event)
  return end()
}
