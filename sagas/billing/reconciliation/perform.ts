import { runReconciliation } from '../../../commands/billing/reconciliation/run-reconciliation.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { succeeded, type Performers } from '../../runtime/effects.ts'
import type { ReconciliationEffect } from './cycle.ts'

/** Does what the cycle asked for. */
export const performReconciliationEffects: Performers<ReconciliationEffect> = {
  reconcile: async (_, { services, context }) => {
    const outcome = await execute(services, runReconciliation, {}, context)
    if (outcome.kind === 'done') return succeeded({ found: outcome.answer.found })
    const { code, detail } = outcome.failure
    return { type: 'refused', code, detail }
  },
}
