import {
  operatorAction,
  type OperatorActionCommand,
} from '../../domain/operations/operator-action.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const onAction =
  (wish: (actionId: string, name: string) => OperatorActionCommand): Step =>
  (recorder, _, name) => {
    const actionId = idOf('action', name)
    recorder.record(operatorAction, actionId, wish(actionId, name))
  }

const finished = (outcome: 'DONE' | 'FAILED'): Step =>
  onAction((actionId) => ({ type: 'FinishAction', actionId, outcome, detail: 'one message' }))

/** What operators may do, and what may come of it. */
export const operationSteps = {
  actionRequested: onAction((actionId, name) => ({
    ...{ type: 'RequestAction', actionId, action: 'saga.redrive', parameters: {} },
    ...{ subject: `jobExecution-${name}`, reason: 'it is back', performer: 'HUB' },
    ...{ would: ['run it'], preview: 'a'.repeat(64) },
  })),
  actionDone: finished('DONE'),
  actionFailed: finished('FAILED'),
} as const satisfies Readonly<Record<string, Step>>
