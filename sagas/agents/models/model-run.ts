import type { Algorithm } from '../../../domain/agents/models/model-events.ts'
import { category } from '../../../domain/agents/models/model.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga } from '../../runtime/saga.ts'

type OfRun = {
  readonly modelId: string
  readonly runId: string
  readonly version: number
  readonly upTo: string
}
export type ModelRunEffect =
  | ({ readonly kind: 'trainModel'; readonly algorithm: Algorithm } & OfRun)
  | ({ readonly kind: 'evaluateModel' } & OfRun)

/** Has a version of a model trained, or judged: long work, on the part of the log that the request names. */
export const modelRun: Saga<null, ModelRunEffect> = {
  name: 'modelRun',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    ModelTrainingRequested: { starts: 'runId' },
    ModelEvaluationRequested: { starts: 'runId' },
  },
  mayRest: false,
  deadlineSeconds: 6 * 3600,
  initial: null,
  evolve: () => null,
  decide: (message) => {
    switch (message.type) {
      case 'input': {
        // Out of the log, where it was held against the contract of its type.
        const data = message.input.data as OfRun & { readonly algorithm: Algorithm }
        const { modelId, runId, version, upTo, algorithm } = data
        const run = { modelId, runId, version, upTo }
        return message.input.type === 'ModelTrainingRequested'
          ? [{ do: 'request', effect: { kind: 'trainModel', algorithm, ...run } }]
          : [{ do: 'request', effect: { kind: 'evaluateModel', ...run } }]
      }
      case 'succeeded':
        return [{ do: 'end', outcome: 'DONE' }]
      case 'refused':
        return [{ do: 'end', outcome: 'REFUSED' }]
      case 'unknown':
      case 'timer':
        return []
      default:
        return exhausted(message)
    }
  },
}
