import { reconciliationFinding } from '../../../domain/billing/reconciliation/finding.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { wasCompared, type Compared } from './was-compared.ts'

/** The payments that stand in findings: they are compared again, however old they are. */
export const paymentsIn = async (
  findingIds: readonly string[],
  { load }: Pick<CommandTools, 'load'>,
): Promise<readonly string[]> => {
  const paymentIds = new Set<string>()
  for (const findingId of findingIds) {
    const { state } = await load(reconciliationFinding, findingId)
    if (state.kind === 'raised' && state.difference.paymentId !== undefined)
      paymentIds.add(state.difference.paymentId)
  }
  return [...paymentIds]
}

/** Clears the findings that are gone. Answered are those that stand on, because this run could not tell. */
export const settleStanding = async (
  findingIds: readonly string[],
  compared: Compared,
  runId: string,
  { load, change }: Pick<CommandTools, 'load' | 'change'>,
): Promise<readonly string[] | Rejection | Failure> => {
  const standOn: string[] = []
  for (const findingId of findingIds) {
    const { state } = await load(reconciliationFinding, findingId)
    if (state.kind === 'raised' && !wasCompared(state.difference, compared)) {
      if (state.status === 'OPEN' || state.status === 'ACKNOWLEDGED') standOn.push(findingId)
      continue
    }
    const command = { type: 'ClearFinding', findingId, runId } as const
    const cleared = await change(reconciliationFinding, findingId, command)
    if (!('stream' in cleared)) return cleared
  }
  return standOn
}
