import { z } from 'zod'
import { settlement, settlementId } from '../../../domain/billing/payees/settlement.ts'
import { defineCommand } from '../../shared/definition.ts'

/** Settles what was earned up to now, as every night does. Nothing begins while a run is under way. */
export const runSettlement = defineCommand({
  name: 'billing.run-settlement',
  input: z.strictObject({}),
  scope: 'billing:admin',
  run: async (_, tools) => {
    const toPosition = await tools.services.eventStore.head()
    const changed = await tools.change(settlement, settlementId, { type: 'BeginRun', toPosition })
    if (!('stream' in changed)) return changed
    const { run, settledTo } = changed.state
    const answer = {
      settledTo: settledTo.toString(),
      ...(run === undefined ? {} : { runId: run.runId, toPosition: run.toPosition }),
    }
    return { answer, changed }
  },
})
