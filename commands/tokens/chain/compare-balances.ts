import { z } from 'zod'
import type { Difference } from '../../../domain/billing/reconciliation/difference.ts'
import { reconciliationFinding } from '../../../domain/billing/reconciliation/finding.ts'
import { chain as chainAggregate } from '../../../domain/tokens/chain/chain.ts'
import {
  chainComparison,
  comparisonId,
  type Holding,
} from '../../../domain/tokens/chain/comparison.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { findingIdOf } from '../../billing/reconciliation/run-reconciliation.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { treasuryOf } from '../treasury.ts'
import { ledgerHolding } from './ledger-holding.ts'

const code = 'CHAIN_BALANCE_DIFFERS'
const findingId = findingIdOf({ code, subject: qvt })

/** What the treasury holds on each chain at the block up to which it was final; undefined when a node doesn't say. */
const holdingsOf = async ({
  services,
  load,
}: CommandTools): Promise<readonly Holding[] | undefined> => {
  const holdings: Holding[] = []
  for (const [key, port] of services.chains) {
    const { state } = await load(chainAggregate, key)
    const treasury = treasuryOf(services, key)
    if (state.kind === 'absent' || treasury === undefined) continue
    const held = await readContract(port, 'QVT', 'balanceOf', [treasury], state.finalised)
    if (held.kind !== 'found') return undefined
    holdings.push({ chain: key, block: String(state.finalised), amount: held.value[0] ?? '0' })
  }
  return holdings
}

/** Raised while the same difference is there, cleared when it is gone. */
const settle = async (
  tools: CommandTools,
  runId: string,
  { ours, theirs, isConfirmed }: { readonly ours: string; theirs: string; isConfirmed: boolean },
) => {
  const { state } = await tools.load(reconciliationFinding, findingId)
  if (isConfirmed) {
    const difference: Difference = { code, subject: qvt, ours, theirs }
    const command = { type: 'RaiseFinding', findingId, runId, difference } as const
    return tools.change(reconciliationFinding, findingId, command)
  }
  if (state.kind === 'absent' || ours !== theirs) return undefined
  return tools.change(reconciliationFinding, findingId, { type: 'ClearFinding', findingId, runId })
}

/**
 * Compares what the ledger says that the hub holds with what its treasury holds on its chains, at final blocks. A difference
 * that the comparison before has found, too, is a finding of the reconciliation.
 */
export const compareBalances = defineCommand({
  name: 'tokens.compare-balances',
  input: z.strictObject({}),
  scope: 'billing:admin',
  run: async (_, tools) => {
    const { services, context, change } = tools
    const runId = derivedId(context.commandId, 'run')
    const holdings = await holdingsOf(tools)
    if (holdings === undefined)
      return { code: 'UNAVAILABLE', detail: 'A chain does not say what the treasury holds.' }
    // Ours is read last: what is final there has been booked by now, or is on its way.
    const ours = await ledgerHolding(services.eventStore)
    const command = { type: 'CompleteComparison', runId, asset: qvt, ours, holdings } as const
    const changed = await change(chainComparison, comparisonId, command)
    if (!('stream' in changed)) return changed
    const { last } = changed.state
    if (last === undefined) throw new Error('a comparison was completed and is not there')
    const settled = await settle(tools, runId, last)
    if (settled !== undefined && !('stream' in settled)) return settled
    const found = last.isConfirmed ? { findingId } : {}
    return { answer: { runId, asset: qvt, ...last, holdings: [...holdings], ...found }, changed }
  },
})
