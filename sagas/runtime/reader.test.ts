import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import type { Progress, ProgressStore } from '../../platform/checkpoint/progress.ts'
import { newId } from '../../platform/ids/ids.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { createReader } from './reader.ts'

const { eventStore, stop } = await startTestEventStore()
t.teardown(stop)
const logger = pino({ level: 'silent' })

const metadata = {
  $correlationId: newId(),
  $causationId: newId(),
  commandId: newId(),
  inputHash: 'x',
  actor: meta.actor,
  occurredAt: meta.now,
  schema: 1,
}

/** Progress that outlives a reader. */
const memory = (): ProgressStore & { readonly of: (partition: number) => Progress } => {
  const saved = new Map<number, Progress>()
  const of = (partition: number): Progress =>
    saved.get(partition) ?? { position: 'start', carried: [] }
  return {
    of,
    load: async (partition) => of(partition),
    save: async (progress) => {
      for (const [partition, each] of progress) saved.set(partition, each)
    },
  }
}

/** Numbered events, each in a stream of its own; even ones are of partition 0, odd ones of partition 1. */
const newStory = async (count: number) => {
  const prefix = `reader${newId().slice(-12)}`
  let next = 0
  const append = async (): Promise<void> => {
    const data = { n: next++ }
    const stream = `${prefix}-${data.n}`
    await eventStore.append(stream, [{ id: newId(), type: 'T', data, metadata }], 'no-stream')
  }
  for (let n = 0; n < count; n += 1) await append()
  return { prefix, append }
}

const readerOn = (
  prefix: string,
  progress: ProgressStore,
  handle: (n: number, signal: AbortSignal) => Promise<void>,
) =>
  createReader({
    eventStore,
    progress,
    streamPrefixes: [`${prefix}-`],
    logger,
    maxOpen: 50,
    tasksOf: ({ data }) => {
      const { n } = data as { readonly n: number }
      return [{ partition: n % 2, run: (signal) => handle(n, signal) }]
    },
  })

const begin = (join: (partition: number, signal: AbortSignal) => Promise<void>) => {
  const leave = new Map<number, () => Promise<void>>()
  for (const partition of [0, 1]) {
    const stopping = new AbortController()
    const joined = join(partition, stopping.signal)
    leave.set(partition, async () => {
      stopping.abort()
      await joined
    })
  }
  const leaveAll = async () => {
    await Promise.all([...leave.values()].map((each) => each()))
  }
  return { leave, leaveAll }
}

t.test('each partition hears of its own, in order, and goes on where it was left', async (t) => {
  const { prefix, append } = await newStory(6)
  const progress = memory()
  const heard: number[] = []
  const handle = async (n: number) => void heard.push(n)
  const first = readerOn(prefix, progress, handle)
  const { leave, leaveAll } = begin(first.join)
  await eventually(() => (heard.length === 6 ? true : undefined))
  t.strictSame(heard, [0, 1, 2, 3, 4, 5])
  await leave.get(1)?.()
  t.strictSame(first.joined(), [0])
  for (let n = 0; n < 4; n += 1) await append()
  await eventually(() => (heard.includes(8) ? true : undefined))
  t.strictSame(heard.slice(6), [6, 8], 'nothing of a partition that was left')
  await leaveAll()

  const again = begin(readerOn(prefix, progress, handle).join)
  await eventually(() => (heard.includes(9) ? true : undefined))
  await again.leaveAll()
  t.strictSame(heard.slice(8), [7, 9], 'and nothing twice')
})

t.test('a partition that comes later is read from where it stands', async (t) => {
  const { prefix } = await newStory(10)
  const progress = memory()
  const heard: number[] = []
  const reader = readerOn(prefix, progress, async (n) => void heard.push(n))
  const stopping = new AbortController()
  const even = reader.join(0, stopping.signal)
  await eventually(() => (heard.length === 5 ? true : undefined))
  const odd = reader.join(1, stopping.signal)
  await eventually(() => (heard.length === 10 ? true : undefined))
  stopping.abort()
  await Promise.all([even, odd])
  t.strictSame(heard, [0, 2, 4, 6, 8, 1, 3, 5, 7, 9])
})

t.test('what is open or has failed is seen again; what is done is not', async (t) => {
  const { prefix } = await newStory(8)
  const progress = memory()
  const heard: number[] = []
  const failing = readerOn(prefix, progress, async (n, signal) => {
    if (n === 3) throw new Error('as ordered')
    if (n === 2) await pause(3_600_000, undefined, { signal })
    heard.push(n)
  })
  const { leaveAll } = begin(failing.join)
  await eventually(() => (heard.length === 6 ? true : undefined))
  await leaveAll()
  heard.splice(0)
  const again = begin(readerOn(prefix, progress, async (n) => void heard.push(n)).join)
  await eventually(() => (heard.includes(6) && heard.includes(7) ? true : undefined))
  await again.leaveAll()
  t.strictSame(heard.toSorted(), [2, 3, 4, 5, 6, 7])
})

t.test('what was carried is done first by the next', async (t) => {
  const { prefix } = await newStory(4)
  const [one] = await eventStore.read(`${prefix}-1`)
  const position = await eventStore.head()
  const progress = memory()
  const carried = [{ stream: `${prefix}-1`, revision: String(one?.revision ?? '') }]
  await progress.save(new Map([[1, { position, carried }]]))
  const heard: number[] = []
  const { leaveAll } = begin(readerOn(prefix, progress, async (n) => void heard.push(n)).join)
  await eventually(() => (heard.length === 3 ? true : undefined))
  await leaveAll()
  t.strictSame(heard.toSorted(), [0, 1, 2])
  t.strictSame(progress.of(1), { position, carried: [] })
})

t.test('many at work at a time are no leak, and all end with the partition', async (t) => {
  const warnings: string[] = []
  const hear = (warning: Error): void => void warnings.push(warning.name)
  process.on('warning', hear)
  t.teardown(() => process.off('warning', hear))
  const { prefix } = await newStory(60)
  let begun = 0
  let ended = 0
  const reader = readerOn(prefix, memory(), async (_, signal) => {
    begun += 1
    await pause(3_600_000, undefined, { signal }).catch(() => undefined)
    ended += 1
  })
  const { leaveAll } = begin(reader.join)
  await eventually(() => (begun >= 50 ? true : undefined))
  await leaveAll()
  // Warnings are told in a later turn.
  await new Promise((resolve) => setImmediate(resolve))
  t.equal(ended, begun)
  t.equal(begun, 50, 'reading pauses above what may be open')
  t.same(warnings, [])
})
