import { parentPort } from 'node:worker_threads'
import { perform } from './perform.ts'
import type { WorkerMessage } from '../../../threads/pool.ts'
import type { RunPhase } from '../../port.ts'
import type { Answer, Task } from './tasks.ts'

/** One thread of the simulator: a task in, its phases and its answer out. A throw ends the thread. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

const send = (message: WorkerMessage<Answer, RunPhase>): void => {
  port.postMessage(message)
}

port.on('message', (task: Task) => {
  const answer = perform(task, (phase) => {
    send({ kind: 'phase', phase })
  })
  send({ kind: 'answer', answer })
})
