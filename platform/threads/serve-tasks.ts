import { parentPort } from 'node:worker_threads'
import type { WorkerMessage } from './pool.ts'

/** Does one task. A throw ends the thread. */
type Perform = (task: never, onPhase: (phase: string) => void) => unknown

/**
 * Makes this file a thread of a pool: a task in, its phases, if it has any, and its answer out. Called when everything is
 * loaded that a task needs, for then its time begins.
 */
export const serveTasks = (perform: Perform): void => {
  const port = parentPort
  if (port === null) throw new Error('this file runs as a worker thread')
  const send = (message: WorkerMessage<unknown>): void => {
    port.postMessage(message)
  }
  const serve = async (task: unknown): Promise<void> => {
    // The pool sends what it is typed for, which is what its threads perform.
    const answer = await perform(task as never, (phase) => {
      send({ kind: 'phase', phase })
    })
    send({ kind: 'answer', answer })
  }
  port.on('message', (task: unknown) => void serve(task))
  send({ kind: 'up' })
}
