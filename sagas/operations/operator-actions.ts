import type { OperatorActionName, Parameters } from '../../domain/operations/actions.ts'
import { category, type RequestedData } from '../../domain/operations/operator-action.ts'
import { exhausted } from '../../domain/shared/values.ts'
import type { Saga, SagaAction } from '../runtime/saga.ts'

/** The names are stored: they never change. */
export type OperatorEffect =
  | {
      readonly kind: 'perform'
      readonly actionId: string
      readonly action: OperatorActionName
      readonly subject: string
      readonly parameters: Parameters
      readonly by: string
      readonly reason: string
    }
  | {
      readonly kind: 'finish'
      readonly actionId: string
      readonly outcome: 'DONE' | 'FAILED'
      readonly detail: string
    }

type State = { readonly actionId: string }
type Came = { readonly outcome: 'DONE' | 'FAILED'; readonly detail: string }

const begun = (data: RequestedData): readonly SagaAction<OperatorEffect>[] => {
  // A program on the hub's machine does it, and says itself what came of it.
  if (data.performer === 'CLI') return [{ do: 'end', outcome: 'CLI' }]
  const { actionId, action, subject, parameters, by, reason } = data
  const effect = { actionId, action, subject, parameters, by, reason }
  return [{ do: 'request', effect: { kind: 'perform', ...effect } }]
}

/** Has done what operators ask of the hub, and puts on record what came of it. */
export const operatorActions: Saga<State, OperatorEffect> = {
  name: 'operatorActions',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    OperatorActionRequested: { starts: 'actionId' },
    OperatorActionFinished: { stops: 'actionId', outcome: 'FINISHED' },
  },
  mayRest: false,
  deadlineSeconds: 24 * 3600,
  initial: { actionId: '' },
  // The log's contract says that these events name the action.
  evolve: (state, message) =>
    message.type === 'input' ? { actionId: (message.input.data as State).actionId } : state,
  decide: (message, { actionId }): readonly SagaAction<OperatorEffect>[] => {
    const finish = (came: Came): readonly SagaAction<OperatorEffect>[] => [
      { do: 'request', effect: { kind: 'finish', actionId, ...came } },
    ]
    switch (message.type) {
      case 'input':
        return message.input.type === 'OperatorActionRequested'
          ? begun(message.input.data as RequestedData)
          : []
      case 'succeeded':
        // As the performer below answers it.
        return message.kind === 'perform' ? finish(message.result as Came) : []
      case 'refused':
        return message.kind === 'perform'
          ? finish({ outcome: 'FAILED', detail: `${message.code}: ${message.detail}` })
          : []
      case 'unknown':
        return message.kind === 'perform'
          ? finish({ outcome: 'FAILED', detail: message.reason })
          : []
      case 'timer':
        return []
      default:
        return exhausted(message)
    }
  },
}
