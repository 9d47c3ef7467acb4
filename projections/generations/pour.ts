import type { EventStore, SubscriptionMessage } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { createDecode } from '../runner/decode.ts'
import { openLane } from '../runner/lane-rows.ts'
import type { Lane } from '../runner/lane.ts'
import type { RowStore } from '../runner/store.ts'
import { openWindow } from './window.ts'

export type PourOptions = {
  readonly eventStore: EventStore
  readonly store: RowStore
  /** All at the same place of the log. */
  readonly lanes: readonly Lane[]
  readonly vault: Vault
  readonly signal: AbortSignal
  /** Events between two commits. */
  readonly maxEvents: number
  /** Rows kept in memory for each lane. */
  readonly cachedRows: number
  /** Waits until so many events may be applied. */
  readonly pass?: (events: number) => Promise<void>
  readonly onCommit: (position: bigint, events: number) => void
}

/** Who is held up writes what is there all the same: what is done is not done again. */
const longestMs = 2_000

/** Lanes of which some are ahead of others are brought together first, by who takes them forward one by one. */
export class NotTogether extends Error {
  override readonly name = 'NotTogether'
}

/**
 * Takes the log to its live end into the rows of some lanes, as fast as one process can: events are folded as they come
 * and let go at once, while the rows of those before are being written. Whatever goes wrong is thrown: what was
 * committed stays, and the rest is done again from there.
 */
export const pour = async (options: PourOptions): Promise<void> => {
  const { eventStore, store, lanes, vault, maxEvents, cachedRows, onCommit, pass } = options
  const groups = [...new Set(lanes.map(({ group }) => group))]
  const decode = createDecode(groups, vault)
  const [start = 0n, ...others] = await store.open(lanes)
  if (others.some((other) => other !== start)) throw new NotTogether('lanes stand apart')
  const states = await Promise.all(lanes.map((lane) => openLane(store, lane, start, cachedRows)))
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  let windows = states.map((state) => openWindow(state, new Map()))
  let committing: Promise<void> = Promise.resolve()
  let from = start
  let to = start
  let passed = 0
  let written = performance.now()

  /** Begins to write what is folded; one window is written at a time. */
  const write = async (): Promise<void> => {
    await committing
    const events = passed
    const position = to
    const moves = windows.map(({ state, changes }) => ({
      lane: state.lane,
      from,
      to,
      events,
      changes: changes(),
    }))
    committing = store.commit(moves).then(() => onCommit(position, events))
    // It is waited for before the next is written, and at the end.
    committing.catch(() => undefined)
    windows = windows.map(({ state, held, changes }) => {
      if (changes().forgotten.length > 0) state.cache.clear()
      state.cache.remember(held())
      return openWindow(state, held())
    })
    from = to
    passed = 0
    written = performance.now()
  }

  /** Folds what came, and writes when there is enough of it. Is this the live end? */
  const take = async (messages: readonly SubscriptionMessage[]): Promise<boolean> => {
    const events = messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
    if (events.length > 0) await pass?.(events.length)
    const { parts, opened } = await decode.batch(events)
    for (const window of windows)
      await window.fold(parts.get(window.state.lane.group) ?? [], opened)
    passed += events.length
    for (const message of messages)
      if (message.kind !== 'caught-up')
        to = message.kind === 'event' ? message.event.position : message.position
    const isAtTheEnd = messages.some(({ kind }) => kind === 'caught-up')
    const isLong = passed > 0 && performance.now() - written >= longestMs
    if (passed >= maxEvents || isLong || isAtTheEnd) await write()
    return isAtTheEnd
  }

  const takeAll = async (): Promise<void> => {
    const after = start === 0n ? 'start' : start
    // More may arrive at once than one commit takes.
    for await (const arrived of eventStore.subscribeAll({ after, signal }))
      for (let at = 0; at < arrived.length; at += maxEvents)
        if (await take(arrived.slice(at, at + maxEvents))) return
  }

  try {
    await takeAll()
    await committing
  } finally {
    ending.abort()
    await committing.catch(() => undefined)
  }
}
