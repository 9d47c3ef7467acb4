import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import {
  deviceQueue,
  type DeviceQueue,
  type DeviceQueueCommand,
  type DeviceQueueEvent,
} from './device-queue.ts'
import { addUsage, nextInLine, usageOf } from './fair-share.ts'
import { isOpen, type ExecutionWindow } from './windows.ts'

const deviceId = '00000000-0000-4000-8000-000000000001'
const jobId = (n: number): string =>
  `00000000-0000-4000-8000-0000000001${n.toString().padStart(2, '0')}`

const configure = (
  accepting: boolean,
  concurrency = 1,
  windows: readonly ExecutionWindow[] = [],
  retired = false,
): DeviceQueueCommand => ({
  deviceId,
  type: 'ConfigureQueue',
  accepting,
  retired,
  concurrency,
  windows,
})
const enqueue = (n: number, user = 'ada'): DeviceQueueCommand => ({
  deviceId,
  type: 'EnqueueJob',
  jobId: jobId(n),
  user,
})
const release = (n: number, usedSeconds = 0): DeviceQueueCommand => ({
  deviceId,
  type: 'ReleaseJob',
  jobId: jobId(n),
  usedSeconds,
})
const advance: DeviceQueueCommand = { deviceId, type: 'AdvanceQueue' }
/** Noon, when the tables decide, lies outside. */
const evenings: readonly ExecutionWindow[] = [
  { executionDay: 'Everyday', windowStartHour: '18:00:00', windowEndHour: '20:00:00' },
]
const evening = '2026-01-01T18:00:00.000Z'

const { given, after } = decider(deviceQueue)

t.test('a closed queue keeps its jobs', async () => given().when(enqueue(1)).then(['JobEnqueued']))
t.test('an open one grants at once', async () =>
  after(configure(true)).when(enqueue(1)).then(['JobEnqueued', 'SlotGranted']),
)
t.test('as many as run at a time', async () =>
  after(configure(true), enqueue(1)).when(enqueue(2)).then(['JobEnqueued']),
)
t.test('opening grants to those who wait', async () =>
  after(enqueue(1), enqueue(2), enqueue(3))
    .when(configure(true, 2))
    .then(['DeviceQueueConfigured', 'SlotGranted', 'SlotGranted']),
)
t.test('a job is in line once', async () => after(enqueue(1)).when(enqueue(1)).then([]))
t.test('and not again while it runs', async () =>
  after(configure(true), enqueue(1)).when(enqueue(1)).then([]),
)
t.test('a slot given back goes to the next', async () =>
  after(configure(true), enqueue(1), enqueue(2))
    .when(release(1, 3))
    .then(['SlotReleased', 'SlotGranted']),
)
t.test('a place in line is left without a grant to anybody', async () =>
  after(configure(true), enqueue(1), enqueue(2)).when(release(2)).then(['JobLeftQueue']),
)
t.test('who has nothing gives nothing back', async () => given().when(release(1)).then([]))
t.test('outside its windows it waits', async () =>
  after(configure(true, 1, evenings))
    .when(enqueue(1))
    .then(['JobEnqueued']),
)
t.test('until one opens', async () =>
  after(configure(true, 1, evenings), enqueue(1))
    .at(evening)
    .when(advance)
    .then(['SlotGranted']),
)
t.test('a paused queue does not move', async () =>
  after(configure(true), enqueue(1), enqueue(2), configure(false))
    .when(release(1))
    .then(['SlotReleased']),
)
t.test('fewer at a time than run already: nobody is thrown out, nobody is let in', async () =>
  after(configure(true, 2), enqueue(1), enqueue(2), enqueue(3), configure(true, 1))
    .when(release(1))
    .then(['SlotReleased']),
)
t.test('a retired device takes nobody in', async () =>
  after(configure(false, 1, [], true))
    .when(enqueue(1))
    .then('DEVICE_RETIRED'),
)
t.test('who waits there may still leave', async () =>
  after(enqueue(1), configure(false, 1, [], true))
    .when(release(1))
    .then(['JobLeftQueue']),
)

t.test('fair share', async (t) => {
  const hour = 3_600_000
  const job = (id: string, user: string) => ({ jobId: id, user })
  const waiting = [job('a1', 'ada'), job('a2', 'ada'), job('b1', 'bob')]
  t.equal(nextInLine([], [], {}, 0), undefined)
  t.equal(nextInLine(waiting, [], {}, 0)?.jobId, 'a1', 'among equals, who waits longest')
  t.equal(nextInLine(waiting, [job('a0', 'ada')], {}, 0)?.jobId, 'b1', 'who runs less')
  const usage = addUsage({}, 'ada', 10, 0)
  t.equal(nextInLine(waiting, [], usage, 0)?.jobId, 'b1', 'who used less of late')
  t.equal(
    nextInLine([job('a2', 'ada'), job('a1', 'ada')], [], usage, 0)?.jobId,
    'a2',
    'of one user the oldest',
  )
  t.equal(usageOf(usage, 'ada', 6 * hour), 5, 'usage halves in six hours')
  t.equal(usageOf(addUsage(usage, 'ada', 1, 6 * hour), 'ada', 12 * hour), 3)
  t.equal(usageOf(usage, 'ada', -hour), 10, 'a clock that went back does not make it more')
})

/** A step of the random walk: a command, some time after the one before. */
const step = fc.record({
  hours: fc.nat({ max: 9 }),
  command: fc.oneof(
    fc
      .tuple(fc.nat({ max: 30 }), fc.constantFrom('ada', 'bob', 'eve'))
      .map(([n, user]) => enqueue(n, user)),
    fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 100 })).map(([n, used]) => release(n, used)),
    fc
      .tuple(fc.boolean(), fc.integer({ min: 1, max: 4 }), fc.boolean())
      .map(([accepting, concurrency, closes]) =>
        configure(accepting, concurrency, closes ? evenings : []),
      ),
    fc.constant(advance),
  ),
})
type Step = { readonly hours: number; readonly command: DeviceQueueCommand }

/** Walks on from a state; `watch` sees every event with the state before it. */
const walk = (
  steps: readonly Step[],
  watch: (event: DeviceQueueEvent, before: DeviceQueue, nowMs: number) => void,
) => {
  let state = deviceQueue.initial
  let nowMs = Date.parse(meta.now)
  const take = ({ hours, command }: Step): void => {
    nowMs += hours * 3_600_000
    const now = new Date(nowMs).toISOString()
    const decision = deviceQueue.decide(command, state, { ...meta, now })
    if (isRejection(decision)) throw new Error(decision.detail)
    for (const event of decision) {
      watch(event, state, nowMs)
      state = deviceQueue.evolve(state, event)
    }
  }
  steps.forEach(take)
  return { take, state: () => state }
}

t.test(
  'a slot is granted only when there is one: open, free, in fair order, to one who waits',
  async () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        walk(steps, (event, before, nowMs) => {
          if (event.type !== 'SlotGranted') return
          const next = nextInLine(before.waiting, before.running, before.usage, nowMs)
          const rightful =
            before.accepting &&
            isOpen(before.windows, nowMs) &&
            before.running.length < before.concurrency &&
            before.waiting.some((job) => job.jobId === event.data.jobId) &&
            !before.running.some((job) => job.jobId === event.data.jobId) &&
            next?.jobId === event.data.jobId
          if (!rightful) throw new Error(`a wrongful grant in ${JSON.stringify(before)}`)
        })
      }),
      { numRuns: 500 },
    )
  },
)

t.test('no slot stays empty while somebody may have it', async () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { take, state } = walk(steps, () => undefined)
      take({ hours: 0, command: advance })
      const { accepting, windows, running, concurrency, waiting } = state()
      const idle = accepting && windows.length === 0 && running.length < concurrency
      return !idle || waiting.length === 0
    }),
  )
})

t.test('everybody in line gets a slot in the end, once', async () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const granted: string[] = []
      const { take, state } = walk(steps, () => undefined)
      const waiting = state().waiting.map((job) => job.jobId)
      take({ hours: 1, command: configure(true, 2) })
      const seen = new Set<string>()
      for (let rounds = 0; state().running.length > 0; rounds++) {
        if (rounds > 100) return false
        const [first] = state().running
        if (first === undefined) break
        for (const { jobId } of state().running)
          if (!seen.has(jobId)) {
            seen.add(jobId)
            granted.push(jobId)
          }
        take({
          hours: 0,
          command: { deviceId, type: 'ReleaseJob', jobId: first.jobId, usedSeconds: 5 },
        })
      }
      return waiting.every((jobId) => granted.includes(jobId)) && state().waiting.length === 0
    }),
  )
})
