import { z } from 'zod'
import type { PaymentCommand } from '../../../domain/billing/payments/payment-command.ts'
import { payment } from '../../../domain/billing/payments/payment.ts'
import { statusOf } from '../../../domain/billing/payments/payment-state.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { Money } from '../../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import { cardFor } from './own-methods.ts'
import { unpayable } from './payable.ts'

/**
 * Credit for a wallet, from a card. The payment follows from the request: sent again under its key it is the same payment,
 * for ever, and the money is taken once.
 */
export const topUp = defineCommand({
  name: 'billing.top-up',
  input: z.strictObject({ organisation: Id, amount: Money, methodId: Id.exactOptional() }),
  scope: 'billing:write',
  run: async ({ organisation, amount, methodId }, tools) => {
    const { context } = tools
    if (!actsFor(context, organisation)) return notFound('wallet')
    const paymentId = derivedId(context.commandId, 'payment')
    const walletId = walletIdOf(organisation, amount.asset)
    const wish = async (): Promise<{ readonly command: PaymentCommand } | Rejection> => {
      const refused = unpayable(amount)
      if (refused !== undefined) return refused
      // Asked before the card is: what the wallet cannot count would be taken, and credited to nobody.
      const { state } = await tools.load(wallet, walletId)
      if (state.asset !== undefined && state.asset !== amount.asset)
        return reject('ASSET_MISMATCH', `The wallet counts in ${state.asset}.`)
      const card = await cardFor(tools, organisation, methodId)
      if (isRejection(card)) return card
      return {
        command: {
          type: 'RequestPayment',
          ...{ paymentId, organisation, amount },
          user: context.actor.id,
          purpose: { kind: 'TOP_UP', walletId },
          capture: 'AUTOMATIC',
          ...card,
          // Whoever is there may be asked by their bank; a key can't be.
          offSession: context.actor.kind === 'apiKey',
        },
      }
    }
    const changed = await tools.create(payment, paymentId, wish)
    if (!('stream' in changed)) return changed
    return changed.state.kind === 'absent'
      ? notFound('payment')
      : { answer: { paymentId, walletId, status: statusOf(changed.state) }, changed }
  },
})
