import { EventEmitter, once } from 'node:events'
import type { RunSnapshot } from '../../port.ts'

/** The moments of one run, for any number of watchers. */
export type Feed = {
  readonly current: () => RunSnapshot
  readonly publish: (snapshot: RunSnapshot) => void
  /** The current moment, then every later one, up to `close` or the signal. */
  readonly follow: (signal?: AbortSignal) => AsyncGenerator<RunSnapshot, void, void>
  readonly close: () => void
}

export const createFeed = (first: RunSnapshot): Feed => {
  const changes = new EventEmitter().setMaxListeners(0)
  const history: RunSnapshot[] = [first]
  const state = { closed: false }

  const nextChange = async (signal: AbortSignal | undefined): Promise<void> => {
    await once(changes, 'change', signal === undefined ? {} : { signal }).catch(
      (error: unknown) => {
        if (signal?.aborted !== true) throw error
      },
    )
  }

  return {
    current: () => history.at(-1) ?? first,
    publish: (snapshot) => {
      history.push(snapshot)
      changes.emit('change')
    },
    close: () => {
      state.closed = true
      changes.emit('change')
    },
    async *follow(signal) {
      for (let next = history.length - 1; ; ) {
        if (signal?.aborted === true) return
        const snapshot = history[next]
        if (snapshot !== undefined) {
          next += 1
          yield snapshot
        } else if (state.closed) return
        else await nextChange(signal)
      }
    },
  }
}
