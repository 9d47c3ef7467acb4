import { z } from 'zod'
import { paymentMethods } from '../../../domain/billing/payments/methods.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { MethodSetup } from '../../../platform/payments/objects.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { ensureCustomer } from './customer.ts'
import {
  methodAnswer,
  methodIdOf,
  payingOrganisation,
  saveMethod,
  type MethodAnswer,
} from './own-methods.ts'
import { providerAway, refusalOf } from './provider-failure.ts'

const ProviderId = z.string().min(1).max(255)

export const SetupAnswer = z.object({
  setupId: ProviderId,
  status: z.enum([
    'REQUIRES_PAYMENT_METHOD',
    'REQUIRES_CONFIRMATION',
    'REQUIRES_ACTION',
    'PROCESSING',
    'SUCCEEDED',
    'CANCELLED',
  ]),
  clientSecret: z.string().max(500).exactOptional(),
  customer: ProviderId,
})
type SetupAnswer = z.output<typeof SetupAnswer>

/**
 * Begins to save a card. The card itself is entered into the provider's own form, with the secret that is answered; the hub
 * never sees it. Given the provider's id of a card, it is confirmed at once.
 */
export const setUpMethod = defineCommand({
  name: 'billing.set-up-method',
  input: z.strictObject({
    providerMethodId: ProviderId.exactOptional(),
    returnUrl: z.url().max(2_000).exactOptional(),
  }),
  scope: 'billing:write',
  run: async (
    { providerMethodId, returnUrl },
    tools,
  ): Promise<Completed<SetupAnswer> | Rejection | Failure> => {
    const organisation = payingOrganisation(tools)
    if (typeof organisation !== 'string') return organisation
    // At the provider a trial would save the card.
    if (tools.context.validateOnly === true) return triedOut(tools, organisation)
    const customer = await ensureCustomer(tools, organisation)
    const outcome = await tools.services.payments.methods.setUp({
      key: derivedId(tools.context.commandId, 'setup'),
      customerId: customer,
      ...(providerMethodId === undefined ? {} : { methodId: providerMethodId }),
      ...(returnUrl === undefined ? {} : { returnUrl }),
    })
    if (!('value' in outcome) || outcome.kind === 'declined') return refusalOf(outcome)
    // Nothing is kept of a setup: what it comes to is.
    return customerAnswer(tools, organisation, outcome.value, customer)
  },
})

const notMade = 'not made'

/** What would be recorded, without asking the provider for anything. */
const triedOut = async (tools: CommandTools, organisation: string) => {
  const { state } = await tools.load(paymentMethods, organisation)
  const setup = { id: notMade, state: 'REQUIRES_PAYMENT_METHOD' } as const
  return customerAnswer(tools, organisation, setup, state.customer ?? notMade)
}

const customerAnswer = async (
  tools: CommandTools,
  organisation: string,
  setup: MethodSetup,
  reference: string,
): Promise<Completed<SetupAnswer> | Rejection | Failure> => {
  const command = { type: 'RecordCustomer', organisation, reference } as const
  const changed = await tools.change(paymentMethods, organisation, command)
  return 'stream' in changed ? { answer: answerOf(setup, reference), changed } : changed
}

const answerOf = (
  { id: setupId, state: status, clientSecret }: MethodSetup,
  customer: string,
): SetupAnswer => ({
  ...{ setupId, status, customer },
  ...(clientSecret === undefined ? {} : { clientSecret }),
})

/** Keeps the card that a setup has come to. */
export const savePaymentMethod = defineCommand({
  name: 'billing.save-method',
  input: z.strictObject({ setupId: ProviderId }),
  scope: 'billing:write',
  run: async ({ setupId }, tools): Promise<Completed<MethodAnswer> | Rejection | Failure> => {
    const organisation = payingOrganisation(tools)
    if (typeof organisation !== 'string') return organisation
    const setup = await ownSetup(setupId, organisation, tools)
    if (isRejection(setup) || 'code' in setup) return setup
    const { state, methodId: reference, customerId } = setup
    if (state !== 'SUCCEEDED' || reference === undefined)
      return reject('ILLEGAL_PAYMENT_TRANSITION', `The setup of this card is ${state}.`)
    const found = await tools.services.payments.methods.get(reference)
    if (found.kind === 'unanswered') return providerAway(found.reason)
    // A setup outlives its card: one that was forgotten can't be paid with any more.
    if (found.kind === 'absent' || found.value.customerId !== customerId)
      return reject('NOT_FOUND', 'The provider has no such card.')
    const changed = await saveMethod(tools, organisation, found.value)
    return 'stream' in changed
      ? methodAnswer(methodIdOf(organisation, reference), changed)
      : changed
  },
})

/** A setup of somebody else is none. */
const ownSetup = async (
  setupId: string,
  organisation: string,
  tools: CommandTools,
): Promise<MethodSetup | Rejection | Failure> => {
  const { state } = await tools.load(paymentMethods, organisation)
  const found = await tools.services.payments.methods.getSetup(setupId)
  if (found.kind === 'unanswered') return providerAway(found.reason)
  const isOwn =
    found.kind === 'found' &&
    state.customer !== undefined &&
    found.value.customerId === state.customer
  return isOwn ? found.value : reject('NOT_FOUND', 'There is no such setup.')
}
