import { parentPort } from 'node:worker_threads'
import type { WorkerMessage } from '../threads/pool.ts'
import { evaluate, loadEngine } from './evaluate.ts'
import type { ScriptAnswer, ScriptTask } from './task.ts'

/** The thread that runs strangers' scripts. Whatever one makes of its time or memory, only this thread is lost. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

const engine = await loadEngine()

const send = (message: WorkerMessage<ScriptAnswer>): void => {
  port.postMessage(message)
}

port.on('message', (task: ScriptTask) => {
  send({ kind: 'phase', phase: 'RUNNING' })
  send({ kind: 'answer', answer: evaluate(engine, task) })
})
