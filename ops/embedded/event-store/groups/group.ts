import { setImmediate as turn } from 'node:timers/promises'
import { idOf } from '../store/record.ts'
import type { Checkpoints } from './checkpoints.ts'
import { hasRoom, type Consumer, type Drop, type Seat } from './consumer.ts'
import { createInFlight, type Sent } from './in-flight.ts'
import { createLatencies } from './latencies.ts'
import type { Message } from './message.ts'
import type { Parking } from './parking.ts'
import { createProgress } from './progress.ts'
import { createRecent } from './recent.ts'
import type { GroupSettings } from './settings.ts'
import { endsStream, type Item, type Source } from './source.ts'
import { createMeter, type Counts, type Meter } from './statistics.ts'
import { createStrategy } from './strategies.ts'
import { createWaiting } from './waiting.ts'
import type { Entry } from '../store/log.ts'

/** What a consumer may say of a message instead of acknowledging it. `stop` drops it, as the product does. */
export type NackAction = 'unknown' | 'park' | 'retry' | 'skip' | 'stop'

/** Consumers that share the events of a stream or of `$all` between them. */
export type Group = {
  readonly connect: (consumer: Consumer) => void
  /** What the consumer has not answered goes to another. */
  readonly disconnect: (consumerId: string) => void
  readonly isFull: () => boolean
  readonly ack: (ids: readonly string[]) => void
  readonly nack: (ids: readonly string[], action: NackAction, reason: string) => void
  /** An event of the group's source was committed. */
  readonly committed: (entry: Entry) => void
  /** Time has passed: retries what was not answered, writes a checkpoint that is due. */
  readonly tick: () => void
  readonly replayParked: (stopAt: number | undefined) => void
  readonly counts: () => Counts
  readonly meter: Meter
  /** Drops the consumers and leaves the checkpoint where the group is. */
  readonly stop: (reason: Drop) => Promise<void>
  /** Drops the consumers, and what the group has written. */
  readonly remove: () => Promise<void>
}

export type GroupParts = {
  readonly settings: GroupSettings
  readonly source: Source
  /** Resolves a link, where the group is to. */
  readonly resolve: (entry: Entry) => Buffer | null | undefined
  readonly parking: Parking
  readonly checkpoints: Checkpoints
  /** The place behind which the group begins when it has no checkpoint. */
  readonly startBehind: number
  readonly now: () => number
}

export const createGroup = (parts: GroupParts): Group => {
  const { settings, source, parking, checkpoints, now } = parts
  const checkpoint = checkpoints.load()
  const progress = createProgress(checkpoint)
  const waiting = createWaiting()
  const inFlight = createInFlight()
  const recent = createRecent(settings.liveBufferSize, source.end())
  const strategy = createStrategy(settings.strategy)
  const seats = new Map<string, Seat>()
  const meter = createMeter(now)
  let seen = checkpoint ?? parts.startBehind
  let lastKnown = checkpoint
  let checkpointed = { place: checkpoint, count: 0, at: -Infinity }
  let behind = true
  let filling = false
  let parkingNow = 0
  let ended: Drop | undefined

  const drop = (reason: Drop): void => {
    ended = reason
    for (const { consumer } of [...seats.values()]) consumer.drop(reason)
  }
  const writeCheckpoint = (): void => {
    const place = progress.doneUpTo()
    if (place === undefined || place === checkpointed.place) return
    checkpointed = { place, count: progress.doneCount(), at: now() }
    checkpoints.write(place)
  }
  const mark = (byTime: boolean): void => {
    const { checkpointAfterMs, minCheckpointCount, maxCheckpointCount } = settings
    const count = progress.doneCount() - checkpointed.count
    const due = checkpointAfterMs > 0 && now() - checkpointed.at >= checkpointAfterMs
    if (count >= maxCheckpointCount || (byTime && due && count >= minCheckpointCount)) {
      writeCheckpoint()
    }
  }

  const takeOn = ({ place, entry, wanted }: Item): void => {
    seen = place
    if (!wanted) {
      progress.pass(place, 1)
      return
    }
    lastKnown = place
    const ticket = { kind: 'fresh', number: progress.take(place) } as const
    const target = parts.resolve(entry)
    waiting.add({ id: idOf(entry.bytes), entry, place, target, retries: 0, ticket })
  }
  const room = (): number => settings.historyBufferSize - waiting.size()
  const readOn = (): void => {
    const kept = recent.after(seen)
    const limit = kept === undefined ? Math.max(1, settings.readBatchSize) : room()
    const page =
      kept === undefined
        ? source.read(seen, limit)
        : { kind: 'read' as const, items: kept.slice(0, limit), atEnd: kept.length <= limit }
    if (page.kind === 'stream-deleted' || page.items.some(endsStream)) {
      drop('dropped')
      return
    }
    for (const item of page.items) takeOn(item)
    if (page.atEnd) behind = false
  }
  const hasAnyRoom = (): boolean => {
    for (const seat of seats.values()) if (hasRoom(seat)) return true
    return false
  }
  const push = (): void => {
    for (const message of waiting.inOrder()) {
      if (!hasAnyRoom()) return
      // Two events may have one id: an answer can only mean one of them at a time.
      const seat = inFlight.has(message.id) ? undefined : strategy.choose(message)
      if (seat === undefined) continue
      waiting.remove(message)
      inFlight.add({ message, consumerId: seat.consumer.id, sentAt: now() })
      seat.inFlight++
      seat.total++
      meter.count()
      seat.consumer.send(message)
    }
  }
  const fill = async (): Promise<void> => {
    if (filling) return
    filling = true
    try {
      while (ended === undefined && behind && room() > settings.readBatchSize) {
        readOn()
        mark(false)
        push()
        await turn()
      }
    } catch {
      // A log that can't be read: who connects again is told again.
      drop('dropped')
    } finally {
      filling = false
    }
  }
  const goOn = (): void => {
    mark(false)
    void fill()
    push()
  }

  const finish = ({ ticket }: Message): void => {
    if (ticket.kind === 'fresh') progress.finish(ticket.number)
    else parking.finish(ticket.revision)
  }
  const release = ({ message, consumerId, sentAt }: Sent): Message => {
    const seat = seats.get(consumerId)
    if (seat !== undefined) {
      seat.inFlight--
      seat.latencies?.record(now() - sentAt)
      strategy.done(message, seat)
    }
    return message
  }
  const retry = (message: Message): void =>
    waiting.addRetry({ ...message, retries: message.retries + 1 })
  const park = (message: Message, reason: string): void => {
    parkingNow++
    parking
      .park(message, reason)
      // What could not be set aside is tried again: it must not be lost.
      .then(
        () => finish(message),
        () => retry(message),
      )
      .finally(() => {
        parkingNow--
        if (ended === undefined) goOn()
      })
  }
  const retryOrPark = (message: Message): void => {
    if (message.retries < settings.maxRetryCount) retry(message)
    else park(message, `Tried ${settings.maxRetryCount + 1} times.`)
  }
  const refuse = (message: Message, action: NackAction, reason: string): void => {
    switch (action) {
      case 'unknown':
      case 'retry':
        retryOrPark(message)
        return
      case 'park':
        park(message, `A consumer asked for it: ${reason}`)
        return
      case 'skip':
      case 'stop':
        finish(message)
        return
    }
  }

  void fill()
  return {
    connect: (consumer) => {
      if (ended !== undefined) {
        consumer.drop(ended)
        return
      }
      const latencies = settings.extraStatistics ? createLatencies() : undefined
      const seat: Seat = { consumer, inFlight: 0, total: 0, measured: 0, latencies }
      seats.set(consumer.id, seat)
      strategy.join(seat)
      goOn()
    },
    disconnect: (consumerId) => {
      const seat = seats.get(consumerId)
      if (seat === undefined) return
      seats.delete(consumerId)
      strategy.leave(seat)
      for (const { message } of inFlight.takeOf(consumerId)) retry(message)
      if (ended === undefined) goOn()
    },
    isFull: () => settings.maxSubscriberCount > 0 && seats.size >= settings.maxSubscriberCount,
    ack: (ids) => {
      for (const id of ids) {
        const sent = inFlight.take(id)
        if (sent !== undefined) finish(release(sent))
      }
      goOn()
    },
    nack: (ids, action, reason) => {
      for (const id of ids) {
        const sent = inFlight.take(id)
        if (sent !== undefined) refuse(release(sent), action, reason)
      }
      goOn()
    },
    committed: (entry) => {
      const item = source.item(entry)
      recent.add(item)
      if (behind || item.place <= seen || ended !== undefined) return
      if (endsStream(item)) {
        drop('dropped')
      } else if (room() > 0) {
        takeOn(item)
        goOn()
      } else {
        behind = true
      }
    },
    tick: () => {
      for (const sent of inFlight.takeSentBy(now() - settings.messageTimeoutMs)) {
        retryOrPark(release(sent))
      }
      mark(true)
      goOn()
    },
    replayParked: (stopAt) => {
      void parking.replay(stopAt, (message) => waiting.addRetry(message)).then(goOn)
    },
    counts: () => ({
      live: !behind,
      seats: [...seats.values()],
      waiting: waiting.size() - waiting.retries(),
      retries: waiting.retries(),
      recent: recent.size(),
      inFlight: inFlight.size() + parkingNow,
      parked: parking.count(),
      lastKnown,
      checkpointed: checkpoints.written(),
    }),
    meter,
    stop: async (reason) => {
      drop(reason)
      await parking.idle()
      writeCheckpoint()
      await checkpoints.idle()
    },
    remove: async () => {
      drop('dropped')
      await parking.idle()
      await checkpoints.idle()
      await checkpoints.remove()
      await parking.remove()
    },
  }
}
