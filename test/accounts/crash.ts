import { EventEmitter, once } from 'node:events'
import type { EventStore } from '../../platform/event-store/types.ts'

export class Crash extends Error {
  override readonly name = 'Crash'
}

/** Where a process dies: at which of its appends, and whether the append had happened. */
export type CrashPoint = { readonly append: number; readonly happened: boolean }

/** The event store as seen by a process that dies at a point, and answers nothing after it. */
export const crashingAt = (store: EventStore, { append, happened }: CrashPoint): EventStore => {
  let appends = 0
  const alive = (): void => {
    if (appends > append) throw new Crash('the process is dead')
  }
  return {
    ...store,
    append: async (stream, events, expected) => {
      alive()
      appends += 1
      if (appends <= append) return store.append(stream, events, expected)
      if (happened) await store.append(stream, events, expected)
      throw new Crash(`died at append ${append}`)
    },
    read: async (stream, options) => {
      alive()
      return store.read(stream, options)
    },
  }
}

/** The event store as seen by a process that is stopped before one of its appends, until it is told to go on. */
export const pausingAt = (store: EventStore, append: number) => {
  let appends = 0
  const signals = new EventEmitter()
  const reached = once(signals, 'reached')
  const resumed = once(signals, 'resumed')
  const pausing: EventStore = {
    ...store,
    append: async (stream, events, expected) => {
      if (appends++ === append) {
        signals.emit('reached')
        await resumed
      }
      return store.append(stream, events, expected)
    },
  }
  return { store: pausing, reached, resume: () => signals.emit('resumed') }
}
