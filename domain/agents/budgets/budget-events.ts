import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset, MinorUnits, Money } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { FineUnits } from './fine.ts'

/** Who spends it. */
export const BudgetPurpose = z.strictObject({
  kind: z.enum(['WORKFLOW_RUN', 'AGENT', 'SELF']),
  id: Id,
})
export type BudgetPurpose = z.output<typeof BudgetPurpose>

const OfBudget = z.strictObject({
  budgetId: Id,
  organisation: Id,
  /** The wallet that it is held in. Amounts in `Fine` units are of the same code at scale 10. */
  asset: Asset,
  at: Instant,
})
const OfAttempt = OfBudget.extend({ attemptId: Id, callId: Id })

export const definitions = [
  // The hold in the wallet has the budget's id; it is asked for after this.
  defineEvent('AgentBudgetRequested', 1, OfBudget.extend({ limit: Money, purpose: BudgetPurpose })),
  defineEvent('AgentBudgetOpened', 1, OfBudget),
  defineEvent(
    'AgentBudgetRefused',
    1,
    OfBudget.extend({ code: z.string().min(1).max(100), detail: z.string().max(500) }),
  ),
  // The most that one attempt at a provider can cost, before it is made.
  defineEvent('AgentBudgetReserved', 1, OfAttempt.extend({ amount: FineUnits })),
  // What it did cost; the rest is free again. Never more than was reserved.
  defineEvent(
    'AgentBudgetSettled',
    1,
    OfAttempt.extend({
      amount: FineUnits,
      freed: FineUnits,
      basis: z.enum(['USAGE', 'MAXIMUM', 'NOTHING']),
    }),
  ),
  // Nothing more is reserved. It closes when nothing is open.
  defineEvent('AgentBudgetClosing', 1, OfBudget),
  // What was spent, and what that is in the wallet's own units, rounded up once.
  defineEvent('AgentBudgetClosed', 1, OfBudget.extend({ spent: FineUnits, charged: MinorUnits })),
] as const
export type BudgetEvent = EventOf<(typeof definitions)[number]>
