import { z } from 'zod'
import { availableAt, totalOf } from '../../../domain/billing/payees/balance.ts'
import { payee } from '../../../domain/billing/payees/payee.ts'
import { Minimums } from '../../../domain/billing/payees/payee-events.ts'
import {
  HoldBackDays,
  onboardingStates,
  PayoutSchedule,
  SignedMinorUnits,
} from '../../../domain/billing/payees/values.ts'
import { Asset, MinorUnits } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const PayeeView = z.strictObject({
  organisation: Id,
  onboarding: z.enum(onboardingStates),
  /** What the provider still wants to know, in its own words. */
  requirementsDue: z.array(z.string().max(200)).max(100),
  schedule: PayoutSchedule,
  minimums: Minimums,
  holdBackDays: HoldBackDays,
  balances: z
    .array(z.strictObject({ asset: Asset, total: SignedMinorUnits, available: MinorUnits }))
    .max(100),
})
export type PayeeView = z.output<typeof PayeeView>

/** How the caller's organisation is paid, and what it has. */
export const readPayee = (
  services: Services,
  context: CommandContext,
  organisation: string,
): Promise<ReadOutcome<PayeeView>> =>
  readAggregate(services, context, 'billing:read', payee, organisation, (state) => {
    if (!actsFor(context, organisation)) return notFound('payee')
    const { onboarding, requirementsDue, settings, balances } = state
    const now = services.clock.now().toISOString()
    return {
      ...{ organisation, onboarding },
      requirementsDue: [...requirementsDue],
      schedule: settings.schedule,
      minimums: [...settings.minimums],
      holdBackDays: settings.holdBackDays,
      balances: Object.entries(balances).map(([asset, balance]) => ({
        asset,
        total: totalOf(balance).toString(),
        available: availableAt(balance, now).toString(),
      })),
    }
  })
