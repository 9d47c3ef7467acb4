import type { Json, JsonObject } from '../../domain/shared/json.ts'
import { createPool } from '../threads/pool.ts'
import { startWorker } from '../threads/start-worker.ts'
import type { Judgement, SchemaTask } from './task.ts'

export type SchemaJudge = {
  /**
   * Holds values against a schema of a stranger (JSON Schema 2020-12), within limits of time and memory. Throws when the
   * hub itself could not do it.
   */
  readonly judge: (schema: JsonObject, values: readonly Json[]) => Promise<Judgement>
  readonly close: () => Promise<void>
}

const refused = (detail: string): Judgement => ({
  kind: 'unusable',
  issues: [{ pointer: '', code: 'SCHEMA_REFUSED', detail }],
})

const resources = { maxOldGenerationSizeMb: 128, stackSizeMb: 4 }

/** One thread: what schemas ask for is short, or it is refused. */
export const createSchemaJudge = ({ deadlineMs = 5000 } = {}): SchemaJudge => {
  const pool = createPool<SchemaTask, Judgement>(1, () =>
    startWorker('qhub-schemas', 'worker', import.meta.url, resources),
  )
  return {
    judge: async (schema, values) => {
      const attempt = () => pool.submit({ schema, values }, { deadlineMs })
      const first = await attempt()
      // The thread remembers schemas of others, which may have filled it: the next one is empty.
      const outcome = first.kind === 'out-of-memory' ? await attempt() : first
      switch (outcome.kind) {
        case 'answered':
          return outcome.answer
        case 'timed-out':
          return refused(`applying the schema takes longer than ${deadlineMs} ms`)
        case 'out-of-memory':
          return refused('applying the schema takes more memory than there is for it')
        case 'aborted':
        case 'closed':
          throw new Error('schemas are not judged any more: the hub is closing')
        case 'crashed':
          throw new Error(`the thread that judges schemas ended: ${outcome.message}`)
        default:
          return outcome satisfies never
      }
    },
    close: pool.close,
  }
}
