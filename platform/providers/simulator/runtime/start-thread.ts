import type { ResourceLimits, Worker } from 'node:worker_threads'
import { startWorker } from '../../../threads/start-worker.ts'

/** A thread that runs `worker.ts` of this folder. */
export const startSimulatorThread = (resourceLimits: ResourceLimits): Worker =>
  startWorker('qhub-simulator', 'worker', import.meta.url, resourceLimits)
