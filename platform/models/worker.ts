import { parentPort } from 'node:worker_threads'
import type { WorkerMessage } from '../threads/pool.ts'
import { fit } from './fit.ts'
import type { FitAnswer, FitTask } from './task.ts'

/** The thread that fits models: seconds of arithmetic that nobody else should wait for. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

const send = (message: WorkerMessage<FitAnswer>): void => {
  port.postMessage(message)
}

port.on('message', (task: FitTask) => {
  send({ kind: 'phase', phase: 'FITTING' })
  send({ kind: 'answer', answer: fit(task) })
})
