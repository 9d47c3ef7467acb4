import { z } from 'zod'
import {
  cardIn,
  isCard,
  paymentMethods,
  type PaymentMethods,
} from '../../../domain/billing/payments/methods.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { PaymentProvider } from '../../../platform/payments/port.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { methodAnswer, payingOrganisation } from './own-methods.ts'
import { refusalOf } from './provider-failure.ts'

const OfMethod = z.strictObject({ methodId: Id })

/** The card that is paid with when none is named. */
export const setDefaultMethod = defineCommand({
  name: 'billing.set-default-method',
  input: OfMethod,
  scope: 'billing:write',
  run: async ({ methodId }, tools) => {
    const organisation = payingOrganisation(tools)
    if (typeof organisation !== 'string') return organisation
    return methodAnswer(
      methodId,
      await tools.change(paymentMethods, organisation, {
        type: 'SetDefaultMethod',
        ...{ organisation, methodId },
      }),
    )
  },
})

/** It was forgotten there before: by a request whose answer was lost, or at the provider itself. */
const isDetached = async (
  methods: PaymentProvider['methods'],
  reference: string,
): Promise<boolean> => {
  const found = await methods.get(reference)
  return found.kind === 'absent' || (found.kind === 'found' && found.value.customerId === undefined)
}

/** An address is unlinked, not forgotten. */
const wasCard = ({ methods }: PaymentMethods, methodId: string): boolean => {
  const method = Object.hasOwn(methods, methodId) ? methods[methodId] : undefined
  return method !== undefined && isCard(method)
}

/** Forgets a card: at the provider first, so that nothing can be taken from it any more, then here. */
export const detachMethod = defineCommand({
  name: 'billing.detach-method',
  input: OfMethod,
  scope: 'billing:write',
  run: async ({ methodId }, tools) => {
    const organisation = payingOrganisation(tools)
    if (typeof organisation !== 'string') return organisation
    const { state } = await tools.load(paymentMethods, organisation)
    const method = cardIn(state, methodId)
    if (method === undefined && !wasCard(state, methodId)) return notFound('payment method')
    if (method !== undefined && tools.context.validateOnly !== true) {
      const { methods } = tools.services.payments
      const outcome = await methods.detach({
        key: derivedId(tools.context.commandId, 'detach'),
        methodId: method.reference,
      })
      const isGone =
        outcome.kind === 'didNotHappen' && (await isDetached(methods, method.reference))
      if (outcome.kind !== 'succeeded' && outcome.kind !== 'pending' && !isGone)
        return outcome.kind === 'requiresAction' ? notFound('payment method') : refusalOf(outcome)
    }
    const changed = await tools.change(paymentMethods, organisation, {
      type: 'DetachMethod',
      ...{ organisation, methodId },
    })
    return 'stream' in changed ? { answer: { methodId }, changed } : changed
  },
})
