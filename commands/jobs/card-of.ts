import { addressIn, paymentMethods } from '../../domain/billing/payments/methods.ts'
import type { JobSubmission } from '../../domain/jobs/job-events.ts'
import { amountOf, type Money } from '../../domain/shared/money.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { cardFor } from '../billing/payments/own-methods.ts'
import { unpayable } from '../billing/payments/payable.ts'
import type { CommandTools } from '../shared/tools.ts'
import { unpayableOnChain } from '../tokens/payments/payable.ts'

/** What pays for a job instead of credit, a saved card or a linked address, or why it can't. What costs nothing needs none. */
export const cardOf = async (
  tools: CommandTools,
  organisation: string,
  maximumCost: Money,
  paymentMethodId: string | undefined,
): Promise<Pick<JobSubmission, 'payWith'> | Rejection> => {
  if (paymentMethodId === undefined || amountOf(maximumCost) === 0n) return {}
  const { state } = await tools.load(paymentMethods, organisation)
  const address = addressIn(state, paymentMethodId)
  const refused =
    address === undefined
      ? unpayable(maximumCost)
      : unpayableOnChain(tools.services, address, maximumCost)
  if (refused !== undefined) return refused
  // Whoever has the key of an address signs for it, a person or a program.
  if (address !== undefined) return { payWith: { methodId: paymentMethodId, offSession: false } }
  const card = await cardFor(tools, organisation, paymentMethodId)
  if (isRejection(card)) return card
  const offSession = tools.context.actor.kind === 'apiKey'
  return { payWith: { methodId: paymentMethodId, offSession } }
}
