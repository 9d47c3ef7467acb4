import { oneByOne } from '../../platform/event-store/one-by-one.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { bell } from './kit/bell.ts'
import type { Figure, Part } from './kit/part.ts'
import { scratchStore } from './kit/scratch.ts'
import { timeEach } from './kit/statistics.ts'
import { openWorld, type World } from './kit/world.ts'

const execution = 'jobExecution-'
const scheduling = 'deviceScheduling-'

/** What makes an instance decide: something it was told, what came of an effect, a timer. */
const steps: ReadonlySet<string> = new Set([
  'SagaInputReceived',
  'SagaEffectSucceeded',
  'SagaEffectRefused',
  'SagaEffectUnknown',
  'SagaTimerFired',
])

type Seen = { readonly steps: number; readonly events: number; readonly effects: number }

/** Follows the sagas' streams until so many executions have ended. */
const untilEnded = async (
  eventStore: EventStore,
  after: bigint,
  executions: number,
): Promise<Seen> => {
  const ending = new AbortController()
  const seen = { steps: 0, events: 0, effects: 0 }
  let ended = 0
  const { signal } = ending
  const streamPrefixes = [execution, scheduling]
  for await (const message of oneByOne(
    eventStore.subscribeAll({ after, streamPrefixes, signal }),
    signal,
  )) {
    if (message.kind !== 'event') continue
    const { type, stream } = message.event
    seen.events += 1
    if (steps.has(type)) seen.steps += 1
    if (type === 'SagaEffectSucceeded') seen.effects += 1
    if (type === 'SagaEnded' && stream.startsWith(execution)) ended += 1
    if (ended === executions) ending.abort()
  }
  return seen
}

const submit = async ({ http, customer, deviceId }: World, jobs: number): Promise<void> => {
  const { token } = customer
  await timeEach(jobs, 32, async () => {
    await http.send('POST', '/v1/jobs', { source: bell, deviceId, shots: 100 }, { token })
  })
}

/** Jobs are submitted as fast as the hub takes them; what their sagas do is counted in the log. */
export const sagas: Part = {
  name: 'sagas',
  about: 'saga steps/s, effects/s and jobs/s while jobs are executed, counted in the log',
  rounds: 5,
  open: async ({ quick, say }) => {
    const store = await scratchStore()
    const world = await openWorld({ QHUB_EVENTSTORE_URL: store.connectionString })
    const jobs = quick ? 30 : 300

    const measure = async (count: number): Promise<readonly Figure[]> => {
      const began = performance.now()
      const after = await store.eventStore.head()
      const [seen] = await Promise.all([
        untilEnded(store.eventStore, after, count),
        submit(world, count),
      ])
      const seconds = (performance.now() - began) / 1000
      return [
        { name: 'saga steps', value: seen.steps / seconds, unit: 'steps/s' },
        { name: 'events that sagas wrote', value: seen.events / seconds, unit: 'events/s' },
        { name: 'effects performed', value: seen.effects / seconds, unit: 'effects/s' },
        { name: 'jobs to the end of their saga', value: count / seconds, unit: 'jobs/s' },
        { name: 'steps for a job', value: seen.steps / count, unit: 'steps' },
      ]
    }

    say('warming up')
    await measure(Math.ceil(jobs / 5))
    return {
      round: () => measure(jobs),
      stop: async () => {
        await world.stop()
        await store.stop()
      },
    }
  },
}
