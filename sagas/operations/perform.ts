import { operatorAction } from '../../domain/operations/operator-action.ts'
import { changeAs, succeeded, type Performers } from '../runtime/effects.ts'
import { isOutage, TryAgain } from '../runtime/outage.ts'
import type { OperatorEffect } from './operator-actions.ts'

/** Does what operators ask. A deed that fails is a deed with an outcome; what is away is waited for. */
export const performOperatorEffects: Performers<OperatorEffect> = {
  perform: async ({ kind: _, ...wish }, { services, context: { correlationId } }) => {
    try {
      const { outcome, detail } = await services.operations.perform({ ...wish, correlationId })
      if (outcome === 'PENDING') throw new TryAgain(detail)
      return succeeded({ outcome, detail })
    } catch (error) {
      if (isOutage(error)) throw error
      const detail = error instanceof Error ? error.message : String(error)
      return succeeded({ outcome: 'FAILED', detail })
    }
  },
  finish: ({ actionId, outcome, detail }, tools) =>
    changeAs(tools, operatorAction, actionId, { type: 'FinishAction', actionId, outcome, detail }),
}
