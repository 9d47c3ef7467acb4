import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { isBelow, placeAt, type Place } from '../../platform/checkpoint/place.ts'
import type { EventRef, Progress, ProgressStore } from '../../platform/checkpoint/progress.ts'
import { oneByOne } from '../../platform/event-store/one-by-one.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

/** What an event asks of one partition. Its signal is aborted when the partition is left, whatever the reason. */
export type Task = {
  readonly partition: number
  readonly run: (signal: AbortSignal) => Promise<void>
}

export type ReaderPorts = {
  readonly eventStore: EventStore
  readonly progress: ProgressStore
  readonly streamPrefixes: readonly string[]
  readonly logger: Logger
  /** Called in the order of the log; so is the beginning of every task. */
  readonly tasksOf: (event: RecordedEvent) => readonly Task[]
  /** Events begun lately and not done; reading pauses above it. */
  readonly maxOpen: number
}

/** One reading of the log for all partitions that this process holds. */
export type Reader = {
  /** Works on a partition, from where it was left, until the signal is aborted and its work has ended. */
  readonly join: (partition: number, signal: AbortSignal) => Promise<void>
  readonly joined: () => readonly number[]
  /** Does what an event of the past asks of the partitions that are held here. */
  readonly again: (event: RecordedEvent) => void
}

type Member = {
  readonly place: Place
  readonly signal: AbortSignal
  readonly open: Set<Promise<void>>
  saved: string
}

const saveEveryMs = 1_000
const carryAfterMs = 10_000
/** Partitions come together: one beginning of the reading serves them all. */
const gatherMs = 20
const afterFailureMs = 1_000

export const createReader = (ports: ReaderPorts): Reader => {
  const { eventStore, progress, streamPrefixes, logger, tasksOf, maxOpen } = ports
  const members = new Map<number, Member>()
  let reading: Promise<void> | undefined
  let restart = new AbortController()
  let cursor: bigint | 'start' | undefined
  let oneEnded = (): void => undefined

  const begin = (event: RecordedEvent, wanted: (member: Member, partition: number) => boolean) => {
    const byPartition = new Map<number, Task[]>()
    for (const task of tasksOf(event)) {
      const member = members.get(task.partition)
      if (member === undefined || member.signal.aborted || !wanted(member, task.partition)) continue
      byPartition.set(task.partition, [...(byPartition.get(task.partition) ?? []), task])
    }
    return byPartition
  }
  const work = (member: Member, tasks: readonly Task[], event: RecordedEvent): void => {
    const { stream, revision, id } = event
    const ref = { stream, revision: revision.toString() }
    const working = Promise.all(tasks.map(({ run }) => run(member.signal)))
      .then(() => member.place.finish(ref))
      .catch((error: unknown) => {
        if (!member.signal.aborted)
          logger.error({ error, stream, event: id }, 'an event could not be handled')
      })
      .finally(() => {
        member.open.delete(working)
        oneEnded()
      })
    member.open.add(working)
  }
  const take = (event: RecordedEvent): void => {
    const { position, stream } = event
    const ref = { stream, revision: event.revision.toString(), position }
    const tasks = begin(event, ({ place }) => isBelow(place.readTo(), position))
    for (const [partition, { place, signal }] of members) {
      // Who leaves takes nothing more, and stays before what it did not take.
      if (signal.aborted) continue
      const own = tasks.get(partition)
      if (own === undefined) place.skipTo(position)
      else place.begin(ref, performance.now())
    }
    // Only now: work that ends at once must find its place begun.
    for (const [partition, own] of tasks) {
      const member = members.get(partition)
      if (member !== undefined) work(member, own, event)
    }
  }
  const openNow = (): number =>
    [...members.values()].reduce((sum, { place }) => sum + place.open(), 0)

  const readOn = async (signal: AbortSignal): Promise<void> => {
    const places = [...members.values()].map(({ place }) => place.readTo())
    const after = places.reduce((least, each) =>
      least === 'start' || each === 'start' ? 'start' : each < least ? each : least,
    )
    cursor = after
    const messages = eventStore.subscribeAll({ after, streamPrefixes, signal })
    for await (const message of oneByOne(messages, signal)) {
      if (message.kind === 'caught-up') continue
      const position = message.kind === 'event' ? message.event.position : message.position
      cursor = position
      if (message.kind === 'event') take(message.event)
      else
        for (const { place, signal: leaving } of members.values())
          if (!leaving.aborted) place.skipTo(position)
      while (openNow() >= maxOpen && !signal.aborted)
        await new Promise<void>((resolve) => {
          oneEnded = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
    }
  }
  const read = async (): Promise<void> => {
    const timer = setInterval(() => void save([...members.keys()]), saveEveryMs)
    try {
      while (members.size > 0) {
        restart = new AbortController()
        const { signal } = restart
        setMaxListeners(0, signal)
        await pause(gatherMs)
        if (members.size === 0) return
        try {
          await readOn(signal)
        } catch (error) {
          if (signal.aborted) continue
          logger.warn({ error }, 'the log could not be read and will be tried again')
          await pause(afterFailureMs, undefined, { signal }).catch(() => undefined)
        }
      }
    } finally {
      clearInterval(timer)
      cursor = undefined
      reading = undefined
    }
  }
  const save = async (partitions: readonly number[]): Promise<void> => {
    const changed = new Map<number, Progress>()
    for (const partition of partitions) {
      const member = members.get(partition)
      if (member === undefined) continue
      member.place.carry(performance.now() - carryAfterMs)
      oneEnded()
      const now = member.place.progress()
      if (textOf(now) !== member.saved) changed.set(partition, now)
    }
    if (changed.size === 0) return
    try {
      await progress.save(changed)
      for (const [partition, saved] of changed) {
        const member = members.get(partition)
        if (member !== undefined) member.saved = textOf(saved)
      }
    } catch (error) {
      logger.warn({ error }, 'progress not saved')
    }
  }
  const resume = async (partition: number, member: Member, ref: EventRef): Promise<void> => {
    const [event] = await eventStore.read(ref.stream, { from: BigInt(ref.revision), maxCount: 1 })
    const tasks = event === undefined ? [] : tasksOf(event)
    const own = tasks.filter((task) => task.partition === partition)
    if (event === undefined || own.length === 0) return
    member.place.resume(ref)
    work(member, own, event)
  }

  return {
    join: async (partition, signal) => {
      const known = await progress.load(partition)
      // Everybody who works for the partition listens, and many do at a time.
      setMaxListeners(0, signal)
      const place = placeAt(known.position)
      const member: Member = { place, signal, open: new Set(), saved: textOf(known) }
      for (const ref of known.carried) await resume(partition, member, ref)
      if (signal.aborted) return
      members.set(partition, member)
      if (cursor !== undefined && (cursor === 'start' || isBelow(known.position, cursor)))
        restart.abort()
      reading ??= read()
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await Promise.all(member.open)
      await save([partition])
      members.delete(partition)
      if (members.size === 0) {
        restart.abort()
        await reading
      }
    },
    joined: () => [...members.keys()],
    again: (event) => {
      for (const [partition, tasks] of begin(event, () => true)) {
        const member = members.get(partition)
        if (member === undefined) continue
        void Promise.all(tasks.map(({ run }) => run(member.signal))).catch((error: unknown) => {
          if (!member.signal.aborted)
            logger.error({ error, stream: event.stream }, 'an event could not be handled again')
        })
      }
    },
  }
}

const textOf = ({ position, carried }: Progress): string =>
  JSON.stringify([position.toString(), carried])
