import Stripe from 'stripe'
import { z } from 'zod'
import type { NoticeSubject, NoticeVerdict } from '../objects.ts'
import type { PaymentProvider } from '../port.ts'
import { instantOf } from './amounts.ts'
import { optional } from './read-payment.ts'
import type { StripeSettings } from './settings.ts'

/** A delivery that was signed longer ago is somebody else's copy. */
const toleranceSeconds = 300

const id = z.string().min(1).max(255)
const reference = z
  .union([id, z.object({ id })])
  .transform((one) => (typeof one === 'string' ? one : one.id))

/** Of the object in an event, only what names things: the rest is fetched from the provider. */
const About = z.object({
  id,
  object: z.string().min(1).max(100),
  metadata: z.record(z.string(), z.string()).nullish(),
  payment_intent: reference.nullish(),
  customer: reference.nullish(),
})

const Event = z.object({
  id,
  object: z.literal('event'),
  type: z.string().min(1).max(255),
  created: z.int().min(0),
  account: id.nullish(),
  data: z.object({ object: About }),
})

type About = z.output<typeof About>

const subjectOf = (about: About, accountId: string | undefined): NoticeSubject => {
  const { id: providerId, metadata, customer } = about
  const own = metadata ?? {}
  const payment = optional('paymentId', own['paymentId'])
  const providerPayment = optional('providerPaymentId', about.payment_intent)
  switch (about.object) {
    case 'payment_intent':
      return { kind: 'PAYMENT', providerId, ...payment }
    case 'charge':
      return about.payment_intent === null || about.payment_intent === undefined
        ? { kind: 'OTHER', providerId, objectType: about.object }
        : { kind: 'PAYMENT', providerId: about.payment_intent, ...payment }
    case 'refund':
      return {
        kind: 'REFUND',
        providerId,
        ...payment,
        ...providerPayment,
        ...optional('refundId', own['refundId']),
      }
    case 'dispute':
      return { kind: 'DISPUTE', providerId, ...payment, ...providerPayment }
    case 'setup_intent':
      return { kind: 'SETUP', providerId, ...optional('customerId', customer) }
    case 'payment_method':
      return { kind: 'METHOD', providerId, ...optional('customerId', customer) }
    case 'account':
      return { kind: 'ACCOUNT', providerId, ...optional('organisation', own['organisation']) }
    case 'transfer':
      return { kind: 'TRANSFER', providerId, ...optional('transferId', own['transferId']) }
    case 'payout':
      return {
        kind: 'PAYOUT',
        providerId,
        ...optional('accountId', accountId),
        ...optional('payoutId', own['payoutId']),
      }
    default:
      return { kind: 'OTHER', providerId, objectType: about.object }
  }
}

const refused = (
  code: Extract<NoticeVerdict, { kind: 'refused' }>['code'],
  detail: string,
): NoticeVerdict => ({ kind: 'refused', code, detail })

const readNotice = (event: unknown): NoticeVerdict => {
  const parsed = Event.safeParse(event)
  if (!parsed.success) return refused('NOTICE_MALFORMED', 'The body is not an event.')
  const { id: eventId, type, created, account, data } = parsed.data
  const accountId = account ?? undefined
  return {
    kind: 'notice',
    notice: {
      id: eventId,
      type,
      createdAt: instantOf(created),
      ...optional('accountId', accountId),
      subject: subjectOf(data.object, accountId),
    },
  }
}

export const stripeNotices =
  (stripe: Stripe, { webhookSecrets, now }: StripeSettings): PaymentProvider['verifyNotice'] =>
  ({ body, signature }) => {
    let verdict = refused('SIGNATURE_INVALID', 'No signing secret is configured.')
    for (const secret of webhookSecrets) {
      try {
        return readNotice(
          stripe.webhooks.constructEvent(
            Buffer.from(body),
            signature,
            secret,
            toleranceSeconds,
            undefined,
            now(),
          ),
        )
      } catch (error) {
        if (error instanceof SyntaxError)
          return refused('NOTICE_MALFORMED', 'The body is not JSON.')
        // A header that is no signature at all makes the SDK throw whatever it stumbles over.
        if (
          error instanceof Stripe.errors.StripeSignatureVerificationError &&
          /tolerance/.test(error.message)
        )
          return refused('SIGNATURE_TOO_OLD', 'The delivery was signed too long ago.')
        verdict = refused('SIGNATURE_INVALID', 'The signature is not one of this body.')
      }
    }
    return verdict
  }
