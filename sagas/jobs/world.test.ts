import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { change } from '../../commands/shared/change.ts'
import { imbalanceOf, type Posting } from '../../domain/billing/ledger/postings.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { device } from '../../domain/devices/device.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { decodeEvent } from '../../domain/events.ts'
import { isTerminal, job } from '../../domain/jobs/job.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import { load } from '../../commands/shared/load.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { amountOf } from '../../domain/shared/money.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import {
  deviceId,
  organisation,
  price,
  providerOrganisation,
  submissionOf,
} from '../../test/kit/jobs.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { unreliableProvider, type Choose } from '../../test/kit/unreliable-provider.ts'
import { sagas } from '../registry.ts'
import { deliver, type Addressee, type Cause } from '../runtime/deliver.ts'
import type { EffectOutcome } from '../runtime/effects.ts'
import type { Told } from '../runtime/instance-state.ts'
import { instanceOf } from '../runtime/instance.ts'
import { routeOf } from '../runtime/saga.ts'

const jobIds = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-0000000000b${n}`)
const never = new AbortController().signal
const asset = price.asset

/** Nothing that happens in this world is more than an instance can take. */
const tell = async (...[services, to, told, cause]: TellParameters): Promise<void> => {
  const parked = await deliver(services, to, told, cause, never)
  if (parked !== undefined) throw new Error(`${parked.code}: ${parked.detail}`)
}
type TellParameters = readonly [Services, Addressee, Told, Cause]

/** The choices of one life, by its seed (mulberry32). */
const choices = (seed: number): Choose => {
  let state = seed
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}

/**
 * The whole of the core over a log in memory: real deciders, sagas, performers and bookkeeping. Deliveries and effects
 * happen in any order and any number of times; only each instance's inputs come first in the order of the log.
 */
const createWorld = (choose: Choose) => {
  const { eventStore, all } = memoryLog()
  const clock = manualClock(meta.now)
  const processes = [servicesOn(eventStore, clock), servicesOn(eventStore, clock)]
  const anyProcess = () => processes[choose(processes.length)] ?? servicesOn(eventStore, clock)
  const provider = unreliableProvider(choose)
  let commands = 0
  const command = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    wish: Command,
  ) => {
    const context = contextOf(derivedId('command', String(++commands)))
    return change(anyProcess(), context, 'input', aggregate, id, wish)
  }
  const observer = servicesOn(eventStore, clock)
  const stateOf = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
  ): Promise<State> => (await load(eventStore, observer.foldCache, aggregate, id)).state

  /** Where the router stands with each instance: inputs are handed over in log order. */
  let seen = 0
  const inboxes = new Map<string, (() => Promise<void>)[]>()
  const open = new Set<RecordedEvent>()
  const done: RecordedEvent[] = []
  const timers: RecordedEvent[] = []
  /** Takes note of what is new in the log. */
  const look = (): void => {
    for (; seen < all.length; seen++) {
      const recorded = all[seen]
      if (recorded === undefined) return
      if (recorded.type === 'SagaEffectRequested') open.add(recorded)
      if (recorded.type === 'SagaTimerScheduled') timers.push(recorded)
      const event = decodeEvent(recorded)
      for (const each of sagas) {
        const isOfInterest = each.saga.streamPrefixes.some((prefix) =>
          recorded.stream.startsWith(prefix),
        )
        const route = isOfInterest ? routeOf(each.saga, event) : undefined
        if (route?.instance === undefined) continue
        const { instance, starts } = route
        const cause = { correlationId: recorded.metadata.$correlationId, causationId: recorded.id }
        const input = { type: event.type, data: event.data }
        const message = { type: 'input', inputId: recorded.id, input } as const
        const key = `${each.saga.name}-${instance}`
        const inbox = inboxes.get(key) ?? []
        const { stream, revision } = recorded
        const told = { message, source: { stream, revision }, starts }
        inbox.push(() => tell(anyProcess(), { each, instance }, told, cause))
        inboxes.set(key, inbox)
      }
    }
  }

  const sagaOf = (name: string) => {
    const found = sagas.find(({ saga }) => saga.name === name)
    if (found === undefined) throw new Error(`no saga ${name}`)
    return found
  }
  const causeOf = ({ metadata, id }: RecordedEvent) => ({
    correlationId: metadata.$correlationId,
    causationId: id,
  })
  const requested = (recorded: RecordedEvent) =>
    (decodeEvent(recorded) as Extract<SagaEvent, { type: 'SagaEffectRequested' }>).data
  const isOutstanding = async (recorded: RecordedEvent): Promise<boolean> => {
    const { saga, instance } = requested(recorded)
    const state = await stateOf(instanceOf(sagaOf(saga).saga), instance)
    return state.outstanding.has(recorded.id)
  }
  /** Performs an effect, maybe not for the first time, and tells its instance; a performer that throws is asked again. */
  const perform = async (recorded: RecordedEvent): Promise<void> => {
    const { saga, instance, effectId, kind, effect } = requested(recorded)
    const each = sagaOf(saga)
    const services = anyProcess()
    const context = contextOf(effectId, { actor: { kind: 'system', id: saga } })
    try {
      const tools = { services, providers: () => provider, context, signal: never }
      const outcome: EffectOutcome = await each.perform(kind, effect, tools)
      if (choose(5) === 0) return // The worker died before it could tell: the effect is performed again.
      const message = { ...outcome, effectId, kind }
      await tell(services, { each, instance }, { message }, causeOf(recorded))
    } catch (error) {
      if (!(error instanceof Error) || !/cannot tell|connection broke/.test(error.message))
        throw error
    }
  }
  const fire = async (recorded: RecordedEvent): Promise<void> => {
    const { saga, instance, timerId, name } = (
      decodeEvent(recorded) as Extract<SagaEvent, { type: 'SagaTimerScheduled' }>
    ).data
    const message = { type: 'timer', timerId, name } as const
    await tell(anyProcess(), { each: sagaOf(saga), instance }, { message }, causeOf(recorded))
  }

  /** One thing of all that may happen now; false when nothing may. */
  const step = async (withTimers: boolean): Promise<boolean> => {
    look()
    for (const effect of open)
      if (!(await isOutstanding(effect))) {
        open.delete(effect)
        done.push(effect)
      }
    const full = [...inboxes.values()].filter((inbox) => inbox.length > 0)
    const options: (() => Promise<void>)[] = [
      ...full.map((inbox) => async () => {
        const [first] = inbox
        await first?.()
        // A delivery may be repeated before its successor comes.
        if (choose(4) > 0) inbox.shift()
      }),
      ...[...open].map((effect) => () => perform(effect)),
    ]
    if (options.length === 0) return false
    // What has its outcome, a worker that was cut off or frozen may still perform.
    const repeated = done[choose(Math.max(1, done.length))]
    if (repeated !== undefined && choose(6) === 0) options.push(() => perform(repeated))
    const timer = timers[choose(Math.max(1, timers.length))]
    if (timer !== undefined && withTimers && choose(10) === 0) options.push(() => fire(timer))
    clock.advance(choose(1000))
    await options[choose(options.length)]?.()
    return true
  }
  return { all, command, stateOf, step }
}

const facts = (concurrency: number): DeviceFacts =>
  DeviceFacts.parse({
    name: 'A device',
    technology: 'SIMULATOR',
    qubits: 2,
    shots: { min: 1, max: 1000 },
    priceBook: [price],
    execution: { provider: 'simulator', concurrency },
  })

const credit = 5_000n

/** Four jobs of at most 20 dollars on 50 dollars, cancelled, paused and retired at any moment. */
const live = async (choose: Choose) => {
  const world = createWorld(choose)
  const { command, step } = world
  const walletId = walletIdOf(organisation, asset)
  const of = { organisation, asset }
  await command(wallet, walletId, { ...of, type: 'CreditWallet', amount: credit, reason: 'test' })
  const registration = { providerOrganisation, deviceId, facts: facts(1 + choose(2)) }
  await command(device, deviceId, { type: 'RegisterDevice', ...registration })
  const wishes: (() => Promise<unknown>)[] = [
    () => command(device, deviceId, { type: 'GoOnline' }),
    ...jobIds.map((jobId, n) => () => {
      const user = n % 2 === 0 ? 'ada' : 'bob'
      const submission = submissionOf({ jobId, user, shots: 100 * (n + 1) })
      return command(job, jobId, { type: 'SubmitJob', submission })
    }),
    ...jobIds.map(
      (jobId) => () =>
        choose(3) === 0
          ? command(job, jobId, { type: 'RequestCancellation', by: 'USER', reason: '' })
          : Promise.resolve(),
    ),
    () => command(device, deviceId, { type: 'PauseDevice', reason: '' }),
    () =>
      choose(4) === 0
        ? command(device, deviceId, { type: 'RetireDevice', reason: '' })
        : Promise.resolve(),
  ]
  for (const wish of wishes) {
    await wish()
    for (let steps = choose(25); steps > 0; steps--) await step(true)
  }
  await command(device, deviceId, { type: 'GoOnline' })
  for (let steps = 0; await step(false); steps++)
    if (steps > 4000) throw new Error('it does not come to rest')
  return { ...world, walletId }
}

t.test('however it goes: jobs end, books balance, nothing stays held or occupied', async (t) => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const { all, stateOf, walletId } = await live(choices(seed))
      const { available, held } = await stateOf(wallet, walletId)
      const queue = await stateOf(deviceQueue, deviceId)
      const postings = all.flatMap(({ data }) => (data as { postings?: Posting[] }).postings ?? [])
      const spent = all
        .filter(({ type }) => type === 'HoldCaptured')
        .reduce((sum, { data }) => sum + BigInt((data as { amount: string }).amount), 0n)
      if (held !== 0n) throw new Error(`${held} still held`)
      if (imbalanceOf(postings) !== 0n) throw new Error('the ledger does not sum to zero')
      if (available + spent !== credit) throw new Error('money came or went')
      if (queue.running.length + queue.waiting.length > 0) throw new Error('a place is occupied')
      for (const jobId of jobIds) {
        const state = await stateOf(job, jobId)
        if (state.kind === 'absent' || !isTerminal(state)) throw new Error(`${jobId} has no end`)
        seen.add(`${state.status} ${state.billing}`)
        if (!['NONE', 'SETTLED', 'RELEASED'].includes(state.billing))
          throw new Error(`${jobId} ended with its billing ${state.billing}`)
        const { charged, submission } = state
        if (charged !== undefined && amountOf(charged) > amountOf(submission.maximumCost))
          throw new Error('charged above the maximum')
        const of = all.filter(({ stream }) => stream === `job-${jobId}`)
        const ends = of.filter(({ type }) => /^Job(Completed|Failed|Cancelled)$/.test(type))
        if (ends.length !== 1) throw new Error(`${ends.length} ends`)
        const story = all.filter(({ stream }) => stream === `jobExecution-${jobId}`)
        if (story.filter(({ type }) => type === 'SagaEnded').length !== 1)
          throw new Error('the execution did not end once')
      }
    }),
    { numRuns: 150 },
  )
  for (const end of ['COMPLETED SETTLED', 'FAILED RELEASED', 'FAILED NONE', 'CANCELLED RELEASED'])
    t.ok(seen.has(end), `${end} was seen`)
})
