import { z } from 'zod'
import {
  endCommissionRule,
  setCommissionRule,
} from '../../../commands/billing/payees/commission-rules.ts'
import { runSettlement } from '../../../commands/billing/payees/run-settlement.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const Position = z.string().max(19).describe('A position of the log')
const RuleAnswer = z.object({ ruleId: Id })

/** The hub's own side of what is earned: its part, and when it is settled. */
export const settlementRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'runSettlement',
    tag: 'billing',
    summary: 'Settle what was earned up to now, as every night does (operators)',
    description:
      'What was earned since the last run goes to the payees’ balances, once. While a run is under way, that one is answered.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/settlement-runs',
    command: runSettlement,
    params: z.strictObject({}),
    body: noBody,
    input: () => ({}),
    status: 202,
    answer: z.object({
      settledTo: Position,
      runId: Id.optional().describe('Absent when there was nothing new'),
      toPosition: Position.optional(),
    }),
  }),
  mountCommand({
    operationId: 'setCommissionRule',
    tag: 'billing',
    summary: 'Say what the hub’s part of a sale is (operators)',
    description:
      'The nearest rule counts: of the item, of the listing itself (`setListingCommission`), of the seller and kind, of the ' +
      'seller, of the kind, of all; then the house’s own figure. What is sold already keeps its terms.',
    problems: ['LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/commission-rules',
    command: setCommissionRule,
    params: z.strictObject({}),
    body: setCommissionRule.input,
    example: { scope: { of: 'KIND', kind: 'APP' }, basisPoints: 1_500, note: 'From spring on' },
    input: (_, body) => body,
    status: 201,
    answer: RuleAnswer,
  }),
  mountCommand({
    operationId: 'endCommissionRule',
    tag: 'billing',
    summary: 'End a rule of the hub’s part (operators)',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/commission-rules/:ruleId',
    command: endCommissionRule,
    params: z.strictObject({ ruleId: Id }),
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: RuleAnswer,
  }),
]
