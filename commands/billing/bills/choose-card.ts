import { z } from 'zod'
import { billingProfile, type BillingCard } from '../../../domain/billing/bills/profile.ts'
import { cardIn, paymentMethods } from '../../../domain/billing/payments/methods.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** A card that the organisation has saved, to be charged in the caller's name. */
export const cardOf = async (
  { load, context: { actor } }: Pick<CommandTools, 'load' | 'context'>,
  organisation: string,
  methodId: string,
): Promise<BillingCard | Rejection> => {
  if (actor.kind !== 'user' && actor.kind !== 'operator')
    return reject('FORBIDDEN', 'Only a signed-in person may have a card charged.')
  const { state } = await load(paymentMethods, organisation)
  return cardIn(state, methodId) === undefined
    ? notFound('payment method')
    : { methodId, userId: actor.id }
}

const Input = z.strictObject({ organisationId: Id })

/** From now on, what the wallet cannot pay of a bill is taken from this card; without one, nothing is. */
export const chooseBillingCard = defineCommand({
  name: 'billing.choose-card',
  input: Input.extend({ methodId: Id.exactOptional() }),
  scope: 'billing:write',
  run: async ({ organisationId: organisation, methodId }, tools) => {
    if (!actsFor(tools.context, organisation)) return notFound('organisation')
    const card = methodId === undefined ? undefined : await cardOf(tools, organisation, methodId)
    if (card !== undefined && isRejection(card)) return card
    const changed = await tools.change(billingProfile, organisation, {
      type: 'ChooseBillingCard',
      organisation,
      ...(card === undefined ? {} : { card }),
    })
    return 'stream' in changed ? { answer: { organisationId: organisation }, changed } : changed
  },
})
