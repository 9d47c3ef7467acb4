import { parentPort } from 'node:worker_threads'
import type { WorkerMessage } from './pool.ts'

/**
 * Makes this file a thread of a pool: a task in, its phases, if it has any, and its answer out. Called when everything is
 * loaded that a task needs, for then its time begins. A throw ends the thread.
 */
export const serveTasks = <Task, Answer, Phase = string>(
  perform: (task: Task, onPhase: (phase: Phase) => void) => Answer | Promise<Answer>,
): void => {
  const port = parentPort
  if (port === null) throw new Error('this file runs as a worker thread')
  const send = (message: WorkerMessage<Answer, Phase>): void => {
    port.postMessage(message)
  }
  const serve = async (task: Task): Promise<void> => {
    const answer = await perform(task, (phase) => {
      send({ kind: 'phase', phase })
    })
    send({ kind: 'answer', answer })
  }
  port.on('message', (task: Task) => void serve(task))
  send({ kind: 'up' })
}
