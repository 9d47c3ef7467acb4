import { z } from 'zod'
import { organisation as organisationAggregate } from '../../../domain/accounts/organisation.ts'
import { GrantTerms } from '../../../domain/billing/wallet/grant-events.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { Money } from '../../../domain/shared/money.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { largestCredit } from '../credit.ts'

/** An operator gives credit that has conditions: what it is for, from when and until when, in which order it is spent. */
export const grantCredit = defineCommand({
  name: 'billing.grant-credit',
  input: GrantTerms.extend({
    organisation: Id,
    amount: Money,
    priority: GrantTerms.shape.priority.default(50),
    effectiveAt: Instant.exactOptional(),
    reason: z.string().min(1).max(500),
  }),
  scope: 'billing:credit',
  run: async ({ organisation, amount: { amount, asset }, reason, ...terms }, tools) => {
    const { context, services, load, change } = tools
    if (BigInt(amount) > largestCredit)
      return reject(
        'AMOUNT_OUT_OF_RANGE',
        `One grant is at most ${largestCredit.toString()} minor units.`,
      )
    const owner = await load(organisationAggregate, organisation)
    if (owner.revision === -1n) return notFound('organisation')
    const walletId = walletIdOf(organisation, asset)
    const grantId = derivedId(context.commandId, 'grant')
    const { effectiveAt = services.clock.now().toISOString() } = terms
    const changed = await change(wallet, walletId, {
      type: 'GrantCredit',
      ...{ organisation, asset, grantId, reason },
      amount: BigInt(amount),
      terms: { ...terms, effectiveAt },
    })
    return 'stream' in changed ? { answer: { walletId, grantId }, changed } : changed
  },
})
