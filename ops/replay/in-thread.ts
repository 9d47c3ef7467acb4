import { startWorker } from '../../platform/threads/start-worker.ts'
import type { Driven } from '../../projections/replays/drive.ts'
import type { FromBuilder, ToBuilder } from './messages.ts'

/** Rows in memory and a few thousand events: ten times what it takes. */
const resources = { maxOldGenerationSizeMb: 1_024 }
/** Who does not stop by itself in this time is ended: what was committed stays. */
const graceMs = 10_000

/** Builds in a thread of its own until it is done or the signal comes. Rejects when the thread dies. */
export const buildInThread = (
  task: Omit<Extract<ToBuilder, { kind: 'build' }>, 'kind'>,
  signal: AbortSignal,
  onTrouble: (message: string) => void,
): Promise<Driven | 'STOPPED'> =>
  new Promise((resolve, reject) => {
    const worker = startWorker('qhub-replay', 'builder-thread', import.meta.url, resources)
    const send = (message: ToBuilder): void => worker.postMessage(message)
    let driven: Driven | 'STOPPED' | undefined
    let grace: NodeJS.Timeout | undefined
    const onAbort = (): void => {
      send({ kind: 'stop' })
      grace = setTimeout(() => {
        driven = 'STOPPED'
        void worker.terminate()
      }, graceMs)
    }
    worker.on('message', (message: FromBuilder) => {
      switch (message.kind) {
        case 'trouble':
          onTrouble(message.message)
          return
        case 'ended':
          driven = message.driven
      }
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      clearTimeout(grace)
      signal.removeEventListener('abort', onAbort)
      if (driven !== undefined) resolve(driven)
      else reject(new Error(`the thread that builds read models ended with ${code}`))
    })
    send({ kind: 'build', ...task })
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
