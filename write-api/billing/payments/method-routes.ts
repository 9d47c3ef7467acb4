import { z } from 'zod'
import { detachMethod, setDefaultMethod } from '../../../commands/billing/payments/change-method.ts'
import { MethodAnswer } from '../../../commands/billing/payments/own-methods.ts'
import {
  savePaymentMethod,
  setUpMethod,
  SetupAnswer,
} from '../../../commands/billing/payments/set-up-method.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const nothing = z.strictObject({})
const MethodPath = z.strictObject({ methodId: Id })
const toMethod = (['setDefaultPaymentMethod', 'detachPaymentMethod'] as const).map(
  (operationId) => ({ operationId, parameter: 'methodId', member: 'methodId' }),
)

export const methodRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'setUpPaymentMethod',
    tag: 'billing',
    summary: 'Begin to save a card',
    description:
      'The card is entered into the provider’s own form with the secret that is answered: the hub never sees its number. When the form is done, `savePaymentMethod` keeps it.',
    problems: ['PAYMENT_METHOD_REFUSED'],
    method: 'POST',
    path: '/v1/payment-method-setups',
    command: setUpMethod,
    params: nothing,
    body: setUpMethod.input,
    example: { returnUrl: 'https://example.org/billing' },
    input: (_, body) => body,
    status: 201,
    answer: SetupAnswer,
    secret: true,
  }),
  mountCommand({
    operationId: 'savePaymentMethod',
    tag: 'billing',
    summary: 'Keep a card for payments to come',
    description:
      'Kept are the provider’s name of it, brand, last four digits and expiry. The first one is the default.',
    problems: ['NOT_FOUND', 'ILLEGAL_PAYMENT_TRANSITION', 'LIMIT_REACHED'],
    links: toMethod,
    method: 'POST',
    path: '/v1/payment-methods',
    command: savePaymentMethod,
    params: nothing,
    body: savePaymentMethod.input,
    example: { setupId: 'seti_1PgafTB7WZ01zgkW' },
    input: (_, body) => body,
    status: 201,
    answer: MethodAnswer,
  }),
  mountCommand({
    operationId: 'setDefaultPaymentMethod',
    tag: 'billing',
    summary: 'Pay with this card when none is named',
    problems: ['NOT_FOUND'],
    links: toMethod,
    method: 'POST',
    path: '/v1/payment-methods/:methodId/default',
    command: setDefaultMethod,
    params: MethodPath,
    body: noBody,
    input: ({ methodId }) => ({ methodId }),
    status: 200,
    answer: MethodAnswer,
  }),
  mountCommand({
    operationId: 'detachPaymentMethod',
    tag: 'billing',
    summary: 'Forget a card',
    description: 'At the provider, too. The one that was saved last becomes the default.',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/payment-methods/:methodId',
    command: detachMethod,
    params: MethodPath,
    body: noBody,
    input: ({ methodId }) => ({ methodId }),
    status: 200,
    answer: z.object({ methodId: Id }),
  }),
]
