import { z } from 'zod'
import {
  Card,
  cardIn,
  paymentMethods,
  type PaymentMethods,
} from '../../../domain/billing/payments/methods.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { SavedMethod } from '../../../platform/payments/objects.ts'
import { notFound, type ChangeResult } from '../../shared/change.ts'
import type { Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** The organisation that the caller acts for: its cards are nobody else's. */
export const payingOrganisation = ({
  context,
}: Pick<CommandTools, 'context'>): string | Rejection =>
  context.organisation ?? reject('FORBIDDEN', 'Cards belong to an organisation; act for one.')

/** A card has the same id whenever it is saved. */
export const methodIdOf = (organisation: string, reference: string): string =>
  derivedId('payment method', organisation, reference)

export const MethodAnswer = Card.extend({ methodId: Id, isDefault: z.boolean() })
export type MethodAnswer = z.output<typeof MethodAnswer>

export const methodAnswer = (
  methodId: string,
  changed: ChangeResult<PaymentMethods>,
): Completed<MethodAnswer> | Rejection | Failure => {
  if (!('stream' in changed)) return changed
  const method = cardIn(changed.state, methodId)
  if (method === undefined) return notFound('payment method')
  const isDefault = changed.state.defaultId === methodId
  return { answer: { methodId, isDefault, ...method.card }, changed }
}

/** Of what the provider shows of a card, only what a person recognises it by is kept. */
export const saveMethod = (
  tools: CommandTools,
  organisation: string,
  { id: reference, brand, last4, expiryMonth, expiryYear }: SavedMethod,
): Promise<ChangeResult<PaymentMethods>> =>
  tools.change(paymentMethods, organisation, {
    type: 'SaveMethod',
    ...{ organisation, reference },
    methodId: methodIdOf(organisation, reference),
    card: { brand, last4, expiryMonth, expiryYear },
  })

/** The card to pay with: the one that is named, else the default, else none. */
export const cardFor = async (
  tools: Pick<CommandTools, 'load'>,
  organisation: string,
  methodId: string | undefined,
): Promise<{ readonly methodId?: string } | Rejection> => {
  const { state } = await tools.load(paymentMethods, organisation)
  const wanted = methodId ?? state.defaultId
  if (wanted === undefined) return {}
  return cardIn(state, wanted) === undefined ? notFound('payment method') : { methodId: wanted }
}
