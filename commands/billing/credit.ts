import { z } from 'zod'
import { organisation as organisationAggregate } from '../../domain/accounts/organisation.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { Money } from '../../domain/shared/money.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** A million whole QVT; a slip of the finger is refused, a purpose is not. */
export const largestCredit = 10n ** 24n

/** An operator tops up an organisation's wallet. */
export const creditWallet = defineCommand({
  name: 'billing.credit',
  input: z.strictObject({ organisation: Id, amount: Money, reason: z.string().min(1).max(500) }),
  scope: 'billing:credit',
  run: async ({ organisation, amount: { amount, asset }, reason }, { change, load }) => {
    if (BigInt(amount) > largestCredit)
      return reject(
        'AMOUNT_OUT_OF_RANGE',
        `One credit is at most ${largestCredit.toString()} minor units.`,
      )
    const owner = await load(organisationAggregate, organisation)
    if (owner.revision === -1n) return reject('NOT_FOUND', 'There is no such organisation.')
    const walletId = walletIdOf(organisation, asset)
    const changed = await change(wallet, walletId, {
      type: 'CreditWallet',
      organisation,
      asset,
      amount: BigInt(amount),
      reason,
    })
    return 'stream' in changed ? { answer: { walletId }, changed } : changed
  },
})
