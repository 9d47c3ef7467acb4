import type { Json } from '../../domain/shared/json.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import type { SagaMessage } from './saga.ts'

/** What an instance was told, as its stream keeps it. */
export const recordOf = (
  of: { readonly saga: string; readonly instance: string },
  message: SagaMessage,
  versionOf: (type: string) => number,
): SagaEvent => {
  switch (message.type) {
    case 'input': {
      const { type } = message.input
      // Inputs come out of the log, which holds JSON and nothing else.
      const data = message.input.data as Json
      const input = { type, schema: versionOf(type), data }
      return { type: 'SagaInputReceived', data: { ...of, inputId: message.inputId, input } }
    }
    case 'succeeded': {
      const { effectId, kind, result } = message
      return { type: 'SagaEffectSucceeded', data: { ...of, effectId, kind, result } }
    }
    case 'refused': {
      const { effectId, kind, code, detail } = message
      return { type: 'SagaEffectRefused', data: { ...of, effectId, kind, code, detail } }
    }
    case 'unknown': {
      const { effectId, kind, reason } = message
      return { type: 'SagaEffectUnknown', data: { ...of, effectId, kind, reason } }
    }
    case 'timer': {
      const { timerId, name } = message
      return { type: 'SagaTimerFired', data: { ...of, timerId, name } }
    }
    default:
      return exhausted(message)
  }
}
