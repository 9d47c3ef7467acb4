import { pino } from 'pino'
import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import { load } from '../../commands/shared/load.ts'
import { getById } from '../../domain/shared/id-map.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { device } from '../../domain/devices/device.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { isTerminal, job } from '../../domain/jobs/job.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { postgresProgress } from '../../platform/checkpoint/progress.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { price, submissionOf } from '../../test/kit/jobs.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { unreliableProvider } from '../../test/kit/unreliable-provider.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { sagas } from '../registry.ts'
import { partitionOf, partitions } from './partition.ts'
import { createRouter } from './router.ts'
import { fireDueTimers, type DueTimer } from './timers.ts'
import { together } from './together.ts'
import { lookOnce } from './watchdog.ts'
import { createWorker } from './worker.ts'

const [{ eventStore, stop }, database] = await Promise.all([
  startTestEventStore(),
  startTestPostgres(),
])
const postgres = await connectPostgres(database.url)
t.teardown(async () => {
  await postgres.close()
  await Promise.all([stop(), database.stop()])
})
const logger = pino({ level: 'silent' })
const clock = manualClock(meta.now)
const services = servicesOn(eventStore, clock)

const command = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  wish: Command,
) => change(services, contextOf(newId()), 'input', aggregate, id, wish)
const stateOf = async <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<State> => (await load(eventStore, services.foldCache, aggregate, id)).state

/** A wallet with money and a device, both new. */
const newMarket = async () => {
  const organisation = newId()
  const deviceId = newId()
  const of = { organisation, asset: price.asset }
  const walletId = walletIdOf(organisation, price.asset)
  await command(wallet, walletId, { ...of, type: 'CreditWallet', amount: 5_000n, reason: 'test' })
  const facts = DeviceFacts.parse({
    name: 'A device',
    technology: 'SIMULATOR',
    qubits: 2,
    shots: { min: 1, max: 1000 },
    priceBook: [price],
    execution: { provider: 'simulator' },
  })
  const registration = { providerOrganisation: newId(), deviceId, facts }
  await command(device, deviceId, { type: 'RegisterDevice', ...registration })
  const submit = async (): Promise<string> => {
    const jobId = newId()
    const submission = submissionOf({ jobId, organisation, deviceId })
    await command(job, jobId, { type: 'SubmitJob', submission })
    return jobId
  }
  return { deviceId, walletId, submit }
}

/** Never lets anything go wrong: of every choice the last. */
const provider = unreliableProvider((n) => n - 1)
const { signal: stopped } = new AbortController()
const everywhere = Array.from({ length: partitions }, (_, partition) => partition)
const progressOf = (name: string) => postgresProgress(postgres.db, name)

/** Router and worker as the hub runs them, in one process with all partitions; `stop` waits for their end. */
const runCore = (name: string, using = services) => {
  const stopping = new AbortController()
  const router = createRouter(using, sagas, progressOf(`${name}-router`), logger)
  const ports = { services: using, progress: progressOf(`${name}-worker`), logger }
  const worker = createWorker(ports, sagas)
  const ended = together(
    stopping.signal,
    ...everywhere.flatMap((partition) => [
      (signal: AbortSignal) => router.join(partition, signal),
      (signal: AbortSignal) => worker.join(partition, () => provider, signal),
    ]),
  )
  return async (): Promise<void> => {
    stopping.abort()
    await ended
  }
}

const end = (jobId: string) =>
  eventually(async () => {
    const state = await stateOf(job, jobId)
    if (state.kind === 'absent' || !isTerminal(state) || state.billing === 'PENDING')
      return undefined
    const [last] = await eventStore.read(`jobExecution-${jobId}`, {
      direction: 'backwards',
      maxCount: 1,
    })
    return last?.type === 'SagaEnded' ? state : undefined
  })

t.test(
  'a job is carried to its end, and a second run of the core does nothing again',
  async (t) => {
    const { deviceId, walletId, submit } = await newMarket()
    const stopCore = runCore('first')
    await command(device, deviceId, { type: 'GoOnline' })
    const jobIds = [await submit(), await submit()]
    for (const jobId of jobIds)
      t.match(await end(jobId), { status: 'COMPLETED', billing: 'SETTLED' })
    await stopCore()

    const { available, held, holds } = await stateOf(wallet, walletId)
    t.equal(held, 0n)
    t.equal(available, 5_000n - 2n * 1_100n)
    for (const jobId of jobIds)
      t.match(getById(holds, jobId), { status: 'CAPTURED', captured: 1_100n })
    t.strictSame((await stateOf(deviceQueue, deviceId)).running, [])

    const head = await eventStore.head()
    // From the very beginning, as if the checkpoints were lost, then on to one job more.
    const stopAgain = runCore('second', servicesOn(eventStore, clock))
    t.match(await end(await submit()), { status: 'COMPLETED' })
    await stopAgain()
    const after = await eventStore.readAll({ from: head, maxCount: 1000 })
    const old = after.filter(({ stream }) => jobIds.some((jobId) => stream.endsWith(jobId)))
    t.strictSame(old, [], 'nothing was added to what had ended')
  },
)

t.test('the router keeps the order of an instance while the store is away at times', async (t) => {
  const { deviceId } = await newMarket()
  let calls = 0
  const shaky: EventStore = {
    ...eventStore,
    append: async (...args) => {
      calls += 1
      // The first message of all meets a store that is away; those after it do not.
      if (calls <= 2) throw new EventStoreUnavailable('away')
      return eventStore.append(...args)
    },
  }
  for (const wish of [
    { type: 'GoOnline' },
    { type: 'PauseDevice', reason: '' },
    { type: 'GoOnline' },
  ] as const)
    await command(device, deviceId, wish)
  const stopCore = runCore('shaky', servicesOn(shaky, clock))
  const inputs = await eventually(async () => {
    const story = await eventStore.read(`deviceScheduling-${deviceId}`)
    const received = story.filter(({ type }) => type === 'SagaInputReceived')
    return received.length === 4 ? received : undefined
  })
  t.match(
    inputs.map(({ data }) => data),
    ['DeviceRegistered', 'DeviceWentOnline', 'DevicePaused', 'DeviceWentOnline'].map((type) => ({
      input: { type },
    })),
  )
  await eventually(async () => {
    const story = await eventStore.read(`deviceScheduling-${deviceId}`)
    const { accepting } = await stateOf(deviceQueue, deviceId)
    const asked = story.filter(({ type }) => type === 'SagaEffectRequested').length
    const done = story.filter(({ type }) => type === 'SagaEffectSucceeded').length
    return asked === done && accepting ? true : undefined
  })
  await stopCore()
})

t.test('timers fire when they are due by the clock, once', async (t) => {
  const { deviceId, submit } = await newMarket()
  const stopCore = runCore('timers')
  const jobId = await submit()
  const stream = `jobExecution-${jobId}`
  await eventually(async () => {
    const { waiting } = await stateOf(deviceQueue, deviceId)
    const story = await eventStore.read(stream)
    const answered = story.filter(({ type }) => type === 'SagaEffectSucceeded').length
    return waiting.length === 1 && answered === 3 ? true : undefined
  })
  const scheduled = (await eventStore.read(stream)).find(
    ({ type }) => type === 'SagaTimerScheduled',
  )
  const { timerId, name, dueAt } = scheduled?.data as Record<'timerId' | 'name' | 'dueAt', string>
  const timer: DueTimer = { timerId, name, stream }
  // What the projection of timers answers, of this one timer.
  const index = {
    due: async (at: Date, _limit: number, held: readonly number[]) =>
      at >= new Date(dueAt) && held.includes(partitionOf(stream)) ? [timer] : [],
  }
  const { signal } = new AbortController()
  const timers = { services, sagas, index, partitions: () => everywhere, logger }
  const elsewhere = everywhere.filter((partition) => partition !== partitionOf(stream))
  t.equal(await fireDueTimers(timers, signal), 0)
  clock.advance(7 * 86_400_000)
  t.equal(await fireDueTimers({ ...timers, partitions: () => elsewhere }, signal), 0)
  t.equal(await fireDueTimers(timers, signal), 1)
  await fireDueTimers(timers, signal)
  t.match(await end(jobId), { status: 'FAILED', failure: { code: 'QUEUE_TIME_LIMIT' } })
  const story = await eventStore.read(stream)
  t.equal(story.filter(({ type }) => type === 'SagaTimerFired').length, 1)
  await stopCore()
})

t.test('the watchdog drives on what is open, and reports what nothing will move', async (t) => {
  const { submit } = await newMarket()
  const jobId = await submit()
  const stream = `jobExecution-${jobId}`
  const stopping = new AbortController()
  const router = createRouter(services, sagas, progressOf('watchdog-router'), logger)
  const routing = router.join(partitionOf(stream), stopping.signal)
  const requested = await eventually(async () =>
    (await eventStore.read(stream)).find(({ type }) => type === 'SagaEffectRequested'),
  )
  stopping.abort()
  await routing
  const driven: string[] = []
  const began = clock.now()
  clock.advance(60_000)
  const watchdog = {
    services,
    sagas,
    index: {
      outstandingSince: async (at: Date) =>
        at >= began ? [{ stream, movedAt: began, outstanding: [requested.id] }] : [],
      idleSince: async (at: Date) => (at >= began ? [{ stream, movedAt: began }] : []),
      begunBefore: async (saga: string, at: Date) =>
        saga === 'jobExecution' && at >= began ? [stream] : [],
    },
    partitions: () => everywhere,
    logger,
    again: ({ id }: { readonly id: string }): void => void driven.push(id),
    isUnderWay: () => false,
  }
  const reasons = async () =>
    (await eventStore.read(stream))
      .filter(({ type }) => type === 'SagaStuck')
      .map(({ data }) => (data as { reason: string }).reason)
  await lookOnce(watchdog, stopped)
  t.strictSame(driven, [requested.id])
  t.strictSame(await reasons(), ['WAITS_FOR_NOTHING'])
  clock.advance(9 * 86_400_000)
  await lookOnce(watchdog, stopped)
  await lookOnce(watchdog, stopped)
  t.strictSame(await reasons(), ['WAITS_FOR_NOTHING', 'PAST_DEADLINE'], 'each is said once')
  driven.length = 0
  await lookOnce({ ...watchdog, isUnderWay: (id) => id === requested.id }, stopped)
  t.strictSame(driven, [], 'what this process is at is left alone')
})

t.test('together: one that ends, ends all; the failure is told', async (t) => {
  const ended: string[] = []
  const until = (name: string) => (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        ended.push(name)
        resolve()
      })
    })
  const failing = () => Promise.reject(new Error('as ordered'))
  await t.rejects(together(new AbortController().signal, until('a'), failing, until('b')), {
    message: 'as ordered',
  })
  t.strictSame(ended, ['a', 'b'])
})
