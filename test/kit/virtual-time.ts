import { change, type ChangeResult } from '../../commands/shared/change.ts'
import { load } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { deliver } from '../../sagas/runtime/deliver.ts'
import { isOutage } from '../../sagas/runtime/outage.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { routeOf } from '../../sagas/runtime/saga.ts'
import { createAgenda } from './agenda.ts'
import { memoryLog } from './memory-log.ts'
import { contextOf, servicesOn } from './services.ts'

/** Chooses: a whole number from 0 to `n - 1`. */
export type Choose = (n: number) => number

/** The choices of one life, by its seed (mulberry32). */
export const choices = (seed: number): Choose => {
  let state = seed
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}

export type VirtualTimeOptions = {
  readonly begin: string
  readonly sagas: readonly AnySaga[]
  readonly choose: Choose
  /** How long a step of a saga, asked for now, lets one wait for it. */
  readonly delayMs: (now: number) => number
  /** Ports beyond the log. */
  readonly ports?: Partial<Services>
}

type Away = (place: { readonly stream: string }) => boolean

const never = new AbortController().signal

/**
 * Sagas over a log in memory, with the real deciders, bookkeeping and performers, in a time that goes from one event to the
 * next. What can go wrong does: performers fail before they act and after, workers die before they tell what came of it,
 * everything is delivered twice now and then, by one process or another.
 */
export const createVirtualTime = ({
  begin,
  sagas,
  choose,
  delayMs,
  ports = {},
}: VirtualTimeOptions) => {
  const { eventStore: log, all } = memoryLog()
  let isAway: Away = () => false
  const eventStore: EventStore = {
    ...log,
    read: async (stream, options) => {
      if (isAway({ stream })) throw new EventStoreUnavailable(`${stream} cannot be read`)
      return log.read(stream, options)
    },
  }
  const clock = manualClock(begin)
  const newProcess = (): Services => ({ ...servicesOn(eventStore, clock), ...ports })
  const processes = [newProcess(), newProcess()]
  const anyProcess = () => processes[choose(processes.length)] ?? newProcess()
  const agenda = createAgenda<() => Promise<void>>(choose)
  const nowMs = (): number => clock.now().getTime()
  const soon = (step: () => Promise<void>): void => agenda.add(nowMs() + delayMs(nowMs()), step)
  const troubles = { failed: 0, died: 0, repeated: 0 }

  const command = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    wish: Command,
  ): Promise<ChangeResult<State>> => {
    const commandId = derivedId('command', String(all.length), id, String(choose(1 << 30)))
    return change(anyProcess(), contextOf(commandId), 'input', aggregate, id, wish)
  }
  const observer = newProcess()
  const stateOf = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
  ): Promise<State> => (await load(eventStore, observer.foldCache, aggregate, id)).state

  const sagaOf = (name: string): AnySaga => {
    const found = sagas.find(({ saga }) => saga.name === name)
    if (found === undefined) throw new Error(`no saga ${name}`)
    return found
  }
  const tell = async (...[to, told, cause]: Tell): Promise<void> => {
    const parked = await deliver(anyProcess(), to, told, cause, never)
    if (parked !== undefined) throw new Error(`${parked.code}: ${parked.detail}`)
  }
  type Tell = Parameters<typeof deliver> extends [unknown, ...infer Three, unknown] ? Three : never
  const causeOf = ({ metadata, id }: RecordedEvent) => ({
    correlationId: metadata.$correlationId,
    causationId: id,
  })

  /** Effects that wait for their outcome, timers that are set, and inputs in the order of the log, by instance. */
  const outstanding = new Set<string>()
  const set = new Set<string>()
  const inboxes = new Map<string, (() => Promise<void>)[]>()

  const perform = async (recorded: RecordedEvent, zombie = false): Promise<void> => {
    const { saga, instance, effectId, kind, effect } = held<'SagaEffectRequested'>(recorded)
    if (!outstanding.has(effectId) && !zombie) return
    const again = () => soon(() => perform(recorded))
    if (choose(12) === 0) {
      troubles.failed++
      again()
      return
    }
    const each = sagaOf(saga)
    const context = contextOf(effectId, { actor: { kind: 'system', id: saga } })
    const tools = { services: anyProcess(), providers: noProviders, context, signal: never }
    const outcome = await each.perform(kind, effect, tools).catch((error: unknown) => {
      if (!isOutage(error)) throw error
    })
    if (outcome === undefined) {
      again()
      return
    }
    if (choose(12) === 0) {
      troubles.died++
      again()
      return
    }
    const message = { ...outcome, effectId, kind }
    const hear = () => tell({ each, instance }, { message }, causeOf(recorded))
    await hear()
    if (choose(12) > 0) return
    troubles.repeated++
    soon(hear)
    // A worker that was frozen comes to it once more.
    soon(() => perform(recorded, true))
  }

  const fire = async (recorded: RecordedEvent): Promise<void> => {
    const { saga, instance, timerId, name } = held<'SagaTimerScheduled'>(recorded)
    if (!set.has(timerId) && choose(50) > 0) return
    const message = { type: 'timer', timerId, name } as const
    const ring = () => tell({ each: sagaOf(saga), instance }, { message }, causeOf(recorded))
    await ring()
    if (choose(12) === 0) soon(ring)
  }

  const ringAt = (at: number, timer: RecordedEvent): void =>
    agenda.add(at + delayMs(at), () => fire(timer))

  const receive = async (key: string): Promise<void> => {
    const inbox = inboxes.get(key) ?? []
    await inbox[0]?.()
    // It may be delivered once more before the next one comes.
    if (choose(12) > 0) inbox.shift()
    if (inbox.length > 0) soon(() => receive(key))
  }

  let seen = 0
  /** Takes note of what is new in the log. */
  const look = (): void => {
    for (; seen < all.length; seen++) {
      const recorded = all[seen]
      if (recorded === undefined) return
      noteOfSaga(recorded)
      const interested = sagas.filter(({ saga }) =>
        saga.streamPrefixes.some((prefix) => recorded.stream.startsWith(prefix)),
      )
      if (interested.length === 0) continue
      const event = decodeEvent(recorded)
      for (const each of interested) {
        const route = routeOf(each.saga, event)
        if (route?.instance === undefined) continue
        const { instance, starts } = route
        const key = `${each.saga.name}-${instance}`
        const inbox = inboxes.get(key) ?? []
        const message = { type: 'input', inputId: recorded.id, input: event } as const
        const { stream, revision } = recorded
        const told = { message, source: { stream, revision }, starts }
        inbox.push(() => tell({ each, instance }, told, causeOf(recorded)))
        inboxes.set(key, inbox)
        if (inbox.length === 1) soon(() => receive(key))
      }
    }
  }
  const noteOfSaga = (recorded: RecordedEvent): void => {
    if (!recorded.type.startsWith('Saga')) return
    const { type, data } = recorded as RecordedEvent & SagaEvent // Written a moment ago, by the contract.
    switch (type) {
      case 'SagaEffectRequested':
        outstanding.add(data.effectId)
        soon(() => perform(recorded))
        return
      case 'SagaEffectSucceeded':
      case 'SagaEffectRefused':
      case 'SagaEffectUnknown':
      case 'SagaEffectAbandoned':
        outstanding.delete(data.effectId)
        return
      case 'SagaTimerScheduled':
        set.add(data.timerId)
        ringAt(Math.max(Date.parse(data.dueAt), nowMs()), recorded)
        return
      case 'SagaTimerCancelled':
      case 'SagaTimerFired':
        set.delete(data.timerId)
        return
      default:
        return
    }
  }

  /** Lets time go by up to this moment, with all that is due. */
  const until = async (ms: number): Promise<void> => {
    for (;;) {
      look()
      const next = agenda.next()
      if (next === undefined || next > ms) break
      clock.advance(Math.max(0, next - nowMs()))
      await agenda.take()?.()
    }
    clock.advance(Math.max(0, ms - nowMs()))
  }
  return {
    ...{ all, command, stateOf, until, troubles, open: outstanding, clock },
    /** One more process on the log, as it is when it starts. */
    newProcess,
    /** From now on these streams cannot be read. */
    away: (streams: Away): void => {
      isAway = streams
    },
  }
}

type Held<Type extends SagaEvent['type']> = Extract<SagaEvent, { readonly type: Type }>['data']

/** What a record of this type holds: it was written a moment ago, by the contract. */
const held = <Type extends SagaEvent['type']>({ data }: RecordedEvent): Held<Type> =>
  data as Held<Type>

const noProviders = (name: string): never => {
  throw new Error(`no provider is called ${name}`)
}
