import { parentPort } from 'node:worker_threads'
import { compile } from '../providers/simulator/language/compile.ts'
import type { WorkerMessage } from '../threads/pool.ts'
import { couplingOf } from './coupling.ts'
import { fitsOf } from './fit.ts'
import { optimise } from './optimise.ts'
import { profileOf } from './profile.ts'
import type { CircuitAnswer, CircuitTask } from './task.ts'

/** The thread that rewrites and measures circuits. A throw ends it. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

const send = (message: WorkerMessage<CircuitAnswer>): void => {
  port.postMessage(message)
}

const perform = (task: CircuitTask): CircuitAnswer => {
  const { source, inputs, limits } = task
  if (task.kind === 'optimise')
    return { kind: 'optimisation', outcome: optimise(source, inputs, limits, task.options) }
  const compiled = compile(source, limits, inputs)
  if (compiled.kind === 'invalid') return compiled
  const profile = profileOf(compiled.program)
  const fits = task.devices.map((device) => fitsOf(profile, couplingOf(device)))
  return { kind: 'profiled', profile, fits }
}

port.on('message', (task: CircuitTask) => {
  send({ kind: 'phase', phase: 'WORKING' })
  send({ kind: 'answer', answer: perform(task) })
})
