import { z } from 'zod'
import { reconciliationFinding } from '../../../domain/billing/reconciliation/finding.ts'
import {
  mostFindings,
  reconciliation,
  reconciliationId,
} from '../../../domain/billing/reconciliation/reconciliation.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { ProviderUnanswered } from '../../../platform/payments/port.ts'
import { defineCommand } from '../../shared/definition.ts'
import { findDifferences } from './find-differences.ts'
import { paymentsIn, settleStanding } from './settle-standing.ts'

/** So far back a run looks, unless it is told: past the life of any authorisation. */
export const usualDays = 35
/** Notices, and the hub's own questions, take their time. */
export const usualGraceSeconds = 900

/** The same difference is the same finding. */
export const findingIdOf = ({
  code,
  subject,
}: {
  readonly code: string
  readonly subject: string
}) => derivedId('reconciliation', code, subject)

/**
 * Compares the provider's books with ours, raises what differs as findings, clears those that are gone, and writes down
 * that it was done. Run again under the same command id it does nothing twice.
 */
export const runReconciliation = defineCommand({
  name: 'billing.run-reconciliation',
  input: z.strictObject({
    days: z.int().min(1).max(400).default(usualDays),
    graceSeconds: z.int().min(0).max(86_400).default(usualGraceSeconds),
  }),
  scope: 'billing:admin',
  run: async ({ days, graceSeconds }, tools) => {
    const { services, context } = tools
    const runId = derivedId(context.commandId, 'run')
    const since = new Date(services.clock.now().getTime() - days * 86_400_000).toISOString()
    const before = await tools.load(reconciliation, reconciliationId)
    const also = await paymentsIn(before.state.standing, tools)
    const comparison = await findDifferences(services, { since, graceSeconds, also }).catch(
      (error: unknown) => {
        if (error instanceof ProviderUnanswered) return undefined
        throw error
      },
    )
    if (comparison === undefined)
      return { code: 'UNAVAILABLE', detail: 'The payment provider does not answer.' }
    const { differences, compared, ...counts } = comparison
    const standing = new Set<string>()
    for (const difference of differences) {
      const findingId = findingIdOf(difference)
      standing.add(findingId)
      const command = { type: 'RaiseFinding', findingId, runId, difference } as const
      const raised = await tools.change(reconciliationFinding, findingId, command)
      if (!('stream' in raised)) return raised
    }
    const unseen = before.state.standing.filter((findingId) => !standing.has(findingId))
    const standOn = await settleStanding(unseen, compared, runId, tools)
    if ('code' in standOn || 'rejected' in standOn) return standOn
    for (const findingId of standOn) standing.add(findingId)
    const found = differences.length
    const run = { runId, since, ...counts, found, standing: [...standing].slice(0, mostFindings) }
    const changed = await tools.change(reconciliation, reconciliationId, {
      type: 'CompleteRun',
      run,
    })
    if (!('stream' in changed)) return changed
    return { answer: { ...run, differences }, changed }
  },
})
