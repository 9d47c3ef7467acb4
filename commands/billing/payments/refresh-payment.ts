import { z } from 'zod'
import { payment } from '../../../domain/billing/payments/payment.ts'
import {
  isEnded,
  statusOf,
  type ExistingPayment,
} from '../../../domain/billing/payments/payment-state.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { ProviderPayment } from '../../../platform/payments/objects.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { deskOf } from './desk-of.ts'
import { ownPayment, PaymentAnswer } from './own-payment.ts'
import { newsOf } from './provider-news.ts'

const Text = z.string().max(200)
/** For `eth_signTypedData_v4` of the payer's wallet. */
const TypedData = z.object({
  domain: z.object({ name: Text, version: Text, chainId: z.int().min(1), verifyingContract: Text }),
  types: z
    .record(
      Text,
      z
        .array(z.object({ name: Text, type: Text }).readonly())
        .max(20)
        .readonly(),
    )
    .readonly(),
  primaryType: Text,
  message: z.record(Text, Text).readonly(),
})

export const RefreshAnswer = PaymentAnswer.extend({
  action: z
    .object({
      clientSecret: z.string().max(500).exactOptional(),
      url: z.string().max(2_000).exactOptional(),
      sign: TypedData.exactOptional(),
    })
    .exactOptional(),
})
type RefreshAnswer = z.output<typeof RefreshAnswer>

/**
 * Looks at a payment at its provider: for whoever comes back from their bank and does not want to wait for a notice. What is
 * seen is taken in as from anywhere else, so it makes no difference who comes first. Answers what the customer has to do.
 */
export const refreshPayment = defineCommand({
  name: 'billing.refresh-payment',
  input: z.strictObject({ paymentId: Id }),
  scope: 'billing:write',
  run: async ({ paymentId }, tools): Promise<Completed<RefreshAnswer> | Rejection | Failure> => {
    const own = await ownPayment(tools, paymentId)
    if (isRejection(own)) return own
    const shown = await seen(own, tools)
    const changed = await tools.change(
      payment,
      paymentId,
      shown === undefined
        ? { type: 'RecordNothing', paymentId }
        : { type: 'RecordNews', paymentId, news: shown.news },
    )
    if (!('stream' in changed)) return changed
    const { state } = changed
    if (state.kind === 'absent') return notFound('payment')
    const { action } = shown ?? {}
    const answer = {
      ...{ paymentId, status: statusOf(state) },
      ...(action === undefined || isEnded(state) ? {} : { action }),
    }
    return { answer, changed }
  },
})

type Seen = {
  readonly news: ReturnType<typeof newsOf>
  readonly action?: NonNullable<ProviderPayment['action']>
}

/** Nothing, while the hub itself is about to ask the provider for something: then that answer counts. */
const seen = async (own: ExistingPayment, tools: CommandTools): Promise<Seen | undefined> => {
  const { reference, standing, round, unknown } = own
  const isAsking = unknown !== undefined || standing === 'REQUIRES_CONFIRMATION'
  if (reference === undefined || isAsking || isEnded(own)) return undefined
  const observedAt = tools.services.clock.now().toISOString()
  const found = await deskOf(tools, own).payments.get(reference)
  if (found.kind !== 'found') return undefined
  const { action } = found.value
  const news = newsOf(found.value, { observedAt, round })
  return { news, ...(action === undefined ? {} : { action }) }
}
