import { createPool } from '../threads/pool.ts'
import { startWorker } from '../threads/start-worker.ts'
import type { FitAnswer, FitTask } from './task.ts'

/** It was not fitted: the detail says why. */
export class FitFailed extends Error {
  override readonly name = 'FitFailed'
}

/** Fits models. Throws `FitFailed`, and something else while the hub closes. */
export type ModelFitter = {
  readonly fit: (task: FitTask) => Promise<FitAnswer>
  readonly close: () => Promise<void>
}

const resources = { maxOldGenerationSizeMb: 1_024, stackSizeMb: 8 }
const deadlineMs = 600_000

/** One thread, started with the first task: models are fitted rarely, and one after the other. */
export const createModelFitter = (): ModelFitter => {
  const pool = createPool<FitTask, FitAnswer>(1, () =>
    startWorker('qhub-models', 'worker', import.meta.url, resources),
  )
  return {
    fit: async (task) => {
      const outcome = await pool.submit(task, { deadlineMs })
      switch (outcome.kind) {
        case 'answered':
          return outcome.answer
        case 'timed-out':
          throw new FitFailed(`it takes longer than ${deadlineMs} ms`)
        case 'out-of-memory':
          throw new FitFailed('it takes more memory than there is for it')
        case 'crashed':
          throw new FitFailed(`the thread ended: ${outcome.message.slice(0, 200)}`)
        case 'aborted':
        case 'closed':
          throw new Error('the hub is closing')
        default:
          return outcome satisfies never
      }
    },
    close: pool.close,
  }
}
