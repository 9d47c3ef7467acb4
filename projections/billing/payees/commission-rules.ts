import { definitions } from '../../../domain/billing/payees/commission-rules.ts'
import { projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'

/** What the hub's part is, of what, and for how long. */
export const commissionRules = projectionOf({
  name: 'commission-rules',
  definitions,
  touches: ({ type, data }) => [
    {
      table: 'commission_rules',
      key: { rule_id: data.ruleId },
      isNew: type === 'CommissionRuleSet',
    },
  ],
  apply: ({ type, data, position }): readonly RowWrite[] => {
    switch (type) {
      case 'CommissionRuleSet': {
        const { ruleId, scope, basisPoints, validFrom, validUntil, note } = data
        const row = {
          rule_id: ruleId,
          scope,
          basis_points: basisPoints,
          valid_from: new Date(validFrom),
          valid_until: validUntil === undefined ? null : new Date(validUntil),
          note: note ?? null,
          created_position: position,
          position,
        }
        return [{ do: 'put', table: 'commission_rules', row }]
      }
      case 'CommissionRuleEnded': {
        const to = { valid_until: new Date(data.at), position }
        return [{ do: 'change', table: 'commission_rules', key: { rule_id: data.ruleId }, to }]
      }
    }
  },
})
