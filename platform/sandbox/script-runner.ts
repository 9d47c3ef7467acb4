import { createPool } from '../threads/pool.ts'
import { startWorker } from '../threads/start-worker.ts'
import { scriptLimits } from './limits.ts'
import type { ScriptAnswer, ScriptFault, ScriptTask } from './task.ts'

export type ScriptRunner = {
  /**
   * Runs a stranger's script over an argument, within limits of steps, memory and time; the same gives the same, but for
   * SCRIPT_TIME, which depends on the machine. Throws when the hub itself could not do it.
   */
  readonly process: (task: ScriptTask) => Promise<ScriptAnswer>
  readonly close: () => Promise<void>
}

const resources = { maxOldGenerationSizeMb: 128, stackSizeMb: 4 }

const failed = (code: ScriptFault, message: string): ScriptAnswer => ({
  kind: 'failed',
  code,
  message,
})

/** One thread, which starts with the first script. */
export const createScriptRunner = (deadlineMs: number = scriptLimits.deadlineMs): ScriptRunner => {
  const pool = createPool<ScriptTask, ScriptAnswer>(1, () =>
    startWorker('qhub-scripts', 'worker', import.meta.url, resources),
  )
  return {
    process: async (task) => {
      const outcome = await pool.submit(task, { deadlineMs })
      switch (outcome.kind) {
        case 'answered':
          return outcome.answer
        case 'timed-out':
          return failed('SCRIPT_TIME', `the script takes longer than ${deadlineMs} ms`)
        case 'out-of-memory':
          return failed('SCRIPT_MEMORY', 'the script takes more memory than it may')
        case 'aborted':
        case 'closed':
          throw new Error('no script is run any more: the hub is closing')
        case 'crashed':
          throw new Error(`the thread that runs scripts ended: ${outcome.message}`)
        default:
          return outcome satisfies never
      }
    },
    close: pool.close,
  }
}
