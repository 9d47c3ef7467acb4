import { z } from 'zod'
import { CommissionScope } from '../../../domain/billing/payees/commission.ts'
import {
  BasisPoints,
  commissionRules,
  commissionRulesId,
} from '../../../domain/billing/payees/commission-rules.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'

/** An operator says what the hub's part is, of what, and for how long. What is sold already keeps its terms. */
export const setCommissionRule = defineCommand({
  name: 'billing.set-commission-rule',
  input: z.strictObject({
    scope: CommissionScope,
    basisPoints: BasisPoints,
    /** Absent: from now on. */
    validFrom: Instant.exactOptional(),
    /** Absent: until it is ended. */
    validUntil: Instant.exactOptional(),
    note: z.string().min(1).max(500).exactOptional(),
  }),
  scope: 'billing:admin',
  run: async (rule, tools) => {
    const ruleId = derivedId(tools.context.commandId, 'commission rule')
    const command = { type: 'SetRule', ruleId, ...rule } as const
    const changed = await tools.change(commissionRules, commissionRulesId, command)
    return 'stream' in changed ? { answer: { ruleId }, changed } : changed
  },
})

/** From now on it counts no more. */
export const endCommissionRule = defineCommand({
  name: 'billing.end-commission-rule',
  input: z.strictObject({ ruleId: Id }),
  scope: 'billing:admin',
  run: async ({ ruleId }, tools) => {
    const command = { type: 'EndRule', ruleId } as const
    const changed = await tools.change(commissionRules, commissionRulesId, command)
    return 'stream' in changed ? { answer: { ruleId }, changed } : changed
  },
})
