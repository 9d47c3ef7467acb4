import { z } from 'zod'
import type { BudgetPurpose } from '../../../domain/agents/budgets/budget-events.ts'
import type { Budget } from '../../../domain/agents/budgets/budget-state.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import type { Spender } from '../../../domain/billing/wallet/limits.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { Money } from '../../../domain/shared/money.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { step } from '../calls/step.ts'
import type { CommandContext } from '../../shared/context.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { Services } from '../../shared/services.ts'

export type BudgetWish = {
  readonly budgetId: string
  readonly organisation: string
  readonly context: CommandContext
  readonly limit: Money
  readonly purpose: BudgetPurpose
}
export type BudgetOutcome =
  | { readonly kind: 'opened'; readonly budgetId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number }

const askAgainMs = 500

/** Holds the limit in the organisation's wallet and opens the budget; asked twice under one id, once. */
export const openBudget = async (
  services: Services,
  { budgetId, organisation, context, limit, purpose }: BudgetWish,
): Promise<BudgetOutcome> => {
  const request = { type: 'RequestBudget', budgetId, organisation, limit, purpose } as const
  const asked = await step(services, context, agentBudget, budgetId, budgetId, request)
  if ('rejected' in asked) return { kind: 'refused', code: asked.rejected, message: asked.detail }
  if (!('stream' in asked)) return { kind: 'unavailable', retryAfterMs: askAgainMs }
  return finishOpening(services, context, asked.state)
}

const spenderOf = ({ actor }: CommandContext): Spender | undefined =>
  actor.kind === 'user'
    ? { userId: actor.id }
    : actor.kind === 'apiKey'
      ? { apiKeyId: actor.id }
      : undefined

/** From the request to the end of it: the hold, and what it came to. Whoever finds a budget requested may do this. */
export const finishOpening = async (
  services: Services,
  context: CommandContext,
  budget: Budget,
): Promise<BudgetOutcome> => {
  if (budget.status === 'ABSENT')
    return { kind: 'refused', code: 'NOT_FOUND', message: 'There is no such budget.' }
  if (budget.status === 'REFUSED')
    return { kind: 'refused', code: budget.code, message: budget.detail }
  const { budgetId, organisation, asset, limit } = budget
  if (budget.status !== 'REQUESTED') return { kind: 'opened', budgetId }
  const spender = spenderOf(context)
  const held = await step(services, context, wallet, walletIdOf(organisation, asset), budgetId, {
    ...{ type: 'HoldFunds', organisation, asset, holdId: budgetId, budgetId, amount: limit },
    ...(spender === undefined ? {} : { spender }),
  })
  if (!('stream' in held) && !('rejected' in held))
    return { kind: 'unavailable', retryAfterMs: askAgainMs }
  const told = await step(
    ...([services, context, agentBudget, budgetId, budgetId] as const),
    'rejected' in held
      ? { type: 'RefuseBudget', code: held.rejected, detail: held.detail.slice(0, 500) }
      : { type: 'OpenBudget' },
  )
  if ('stream' in told && told.state.status !== 'REQUESTED')
    return finishOpening(services, context, told.state)
  return 'rejected' in told
    ? { kind: 'refused', code: told.rejected, message: told.detail }
    : { kind: 'unavailable', retryAfterMs: askAgainMs }
}

/** A budget of its own for the organisation acted for, to be spent on calls by whoever acts for it. */
export const openAgentBudget = defineCommand({
  name: 'agents.open-budget',
  input: z.strictObject({ limit: Money }),
  scope: 'agents:write',
  run: async ({ limit }, { services, context, change }) => {
    const { organisation } = context
    if (organisation === undefined) return noOrganisation
    const budgetId = derivedId(context.commandId, 'agentBudget')
    const purpose = { kind: 'SELF', id: organisation } as const
    const request = { type: 'RequestBudget', budgetId, organisation, limit, purpose } as const
    const changed = await change(agentBudget, budgetId, request)
    if (!('stream' in changed)) return changed
    if (context.validateOnly === true) return { answer: { budgetId }, changed }
    const opened = await finishOpening(services, context, changed.state)
    switch (opened.kind) {
      case 'opened':
        return { answer: { budgetId }, changed }
      case 'refused':
        return refusalOf(opened)
      case 'unavailable':
        return { code: 'UNAVAILABLE', detail: 'The budget is being opened. Repeat the request.' }
    }
  },
})

const noOrganisation = reject('FORBIDDEN', 'This is done for an organisation.')

/** Of the reasons that a wallet has, those that the caller can do something about. */
const refusalOf = ({ code, message }: Extract<BudgetOutcome, { kind: 'refused' }>): Rejection => {
  switch (code) {
    case 'INSUFFICIENT_FUNDS':
    case 'SPENDING_LIMIT_EXCEEDED':
    case 'WALLET_IN_DEBT':
    case 'ASSET_MISMATCH':
      return reject(code, message)
    default:
      return reject('BUDGET_NOT_OPEN', message)
  }
}
