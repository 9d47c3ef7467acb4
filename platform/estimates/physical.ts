import { createPool } from '../threads/pool.ts'
import { startWorker } from '../threads/start-worker.ts'
import type { EstimateAnswer, EstimateTask } from './task.ts'

export type PhysicalEstimator = {
  /** What an error-corrected machine needs for a program in OpenQASM without inputs, or why that is not known. */
  readonly estimate: (source: string) => Promise<EstimateAnswer>
  readonly close: () => Promise<void>
}

const resources = { maxOldGenerationSizeMb: 512, stackSizeMb: 8 }

const none = (reason: string): EstimateAnswer => ({ kind: 'none', reason })

/** One thread: estimates are rare and long. */
export const createPhysicalEstimator = ({ deadlineMs = 30_000 } = {}): PhysicalEstimator => {
  const pool = createPool<EstimateTask, EstimateAnswer>(1, () =>
    startWorker('qhub-estimates', 'worker', import.meta.url, resources),
  )
  return {
    estimate: async (source) => {
      const outcome = await pool.submit({ source }, { deadlineMs })
      switch (outcome.kind) {
        case 'answered':
          return outcome.answer
        case 'timed-out':
          return none(`the estimate takes longer than ${deadlineMs} ms`)
        case 'out-of-memory':
          return none('the estimate takes more memory than there is for it')
        case 'crashed':
          return none(`the estimator ended: ${outcome.message.slice(0, 200)}`)
        case 'aborted':
        case 'closed':
          return none('the hub is closing')
        default:
          return outcome satisfies never
      }
    },
    close: pool.close,
  }
}
