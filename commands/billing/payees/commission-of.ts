import {
  commissionFor,
  type Commission,
  type Sale,
} from '../../../domain/billing/payees/commission.ts'
import {
  commissionRules,
  commissionRulesId,
} from '../../../domain/billing/payees/commission-rules.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** The hub's part of such a sale now. It is written into what is sold: rules that come later change nothing of it. */
export const commissionOf = async (
  { load, services }: Pick<CommandTools, 'load' | 'services'>,
  sale: Sale,
): Promise<Commission> => {
  const { state } = await load(commissionRules, commissionRulesId)
  const { clock, policy } = services
  return commissionFor(sale, state.rules, policy.commissionBasisPoints, clock.now().toISOString())
}
