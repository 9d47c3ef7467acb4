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
export const bookkeeping: ReadonlySet<string> = new Set(['SagaBegan', 'SagaMigrated'])

/** What the instance was told, when the event is the record of that. */
export const messageOf = ({ type, data }: SagaEvent): SagaMessage | undefined => {
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

const subjectOf = ({ saga }: AnySaga) => ({ saga, aggregate: instanceOf(saga) })
type Subject = ReturnType<typeof subjectOf>

/**
 * Decides every step of every saga instance again, from the log alone: an instance's stream holds what it was told and
 * what it decided. Events come in the order of the log; those of other streams are passed over.
 */
export const createRedecision = (sagas: readonly AnySaga[]) => {
  const byName = new Map(sagas.map((each) => [each.saga.name, subjectOf(each)]))
  const instances = new Map<string, Instance>()
  const differences: Difference[] = []
  let decisions = 0

  /** The step in hand is whole: decides it again, and goes on from what is recorded. */
  const endStep = (subject: Subject, instance: Instance): void => {
    const message = instance.step
      .map(({ event }) => messageOf(event))
      .find((each) => each !== undefined)
    if (message !== undefined) {
      decisions += 1
      const difference = decideAgain(subject, instance, message)
      if (difference !== undefined) differences.push(difference)
    }
    for (const { event } of instance.step)
      instance.state = subject.aggregate.evolve(instance.state, event)
    instance.step = []
  }

  const take = (stored: RecordedLogEvent): void => {
    const { stream, type, data, schema, commandId } = stored
    const subject = byName.get(categoryOf(stream))
    if (subject === undefined) return
    const instance: Instance = instances.get(stream) ?? {
      state: subject.aggregate.initial,
      step: [],
    }
    instances.set(stream, instance)
    // What one command wrote is one step.
    if (instance.step[0]?.stored.commandId !== commandId) endStep(subject, instance)
    // The stream's name says that a saga wrote it; the stored contract is checked by decodeEvent.
    const event = decodeEvent({ type, data, metadata: { schema } }) as SagaEvent
    instance.step.push({ stored, event })
  }

  const end = (): Replayed => {
    for (const [stream, instance] of instances) {
      const subject = byName.get(categoryOf(stream))
      if (subject !== undefined) endStep(subject, instance)
    }
    return { decisions, differences }
  }
  return { take, end }
}

const decideAgain = (
  { saga, aggregate }: Subject,
  { state, step }: Instance,
  message: SagaMessage,
): Difference | undefined => {
  const [first] = step
  if (first === undefined) return undefined
  const { at: now, commandId, stream, revision } = first.stored
  const routed = message.type === 'input' ? routeOf(saga, message.input) : undefined
  const command = {
    instance: first.event.data.instance,
    do: state.line.length === 0 ? ('tell' as const) : ('redrive' as const),
    message,
    // It did: else there would be no step.
    starts: true,
    ...(routed?.stops === undefined ? {} : { stops: routed.stops }),
  }
  const actor = { kind: 'system', id: saga.name } as const
  const meta = { actor, now, commandId, id: (name: string) => name, eventId: placeholder }
  const kept = step.filter(({ event }) => !bookkeeping.has(event.type))
  const difference = compare(
    () => ({ events: kept.map(({ event }) => event) }),
    () => {
      const decision = aggregate.decide(command, state, meta)
      return outcomeOf(isRejection(decision) ? decision : withIdsOf(kept, decision))
    },
  )
  const decider = `${saga.name} ${nameOf(message)}`
  return difference === undefined
    ? undefined
    : { ...difference, decider, stream, revision, commandId }
}

export const nameOf = (message: SagaMessage): string => {
  if (message.type === 'input') return message.input.type
  return message.type === 'timer' ? `timer ${message.name}` : `${message.kind} ${message.type}`
}

/** Stands for the id of an event that is decided again: it gets the one that it was stored under. */
export const placeholder = (index: number): string =>
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
