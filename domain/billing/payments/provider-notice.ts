import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant } from '../../shared/values.ts'

/**
 * What a payment provider sent word of, once for each of its events, however often it is delivered. It is a hint: nothing is
 * believed of it but that it is time to look. So it holds what the notice speaks of, and nothing of what it says.
 */
export const category = 'providerNotice'

/** Ids of providers: letters, digits, `_`, `-` and `.`. */
export const ProviderId = z.string().regex(/^[A-Za-z0-9_.-]{1,255}$/)

const about = { providerId: ProviderId }
const ofPayment = { paymentId: Id.exactOptional(), providerPaymentId: ProviderId.exactOptional() }

export const NoticeSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('PAYMENT'), ...about, paymentId: Id.exactOptional() }),
  z.strictObject({
    kind: z.literal('REFUND'),
    ...about,
    ...ofPayment,
    refundId: Id.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('DISPUTE'), ...about, ...ofPayment }),
  z.strictObject({ kind: z.literal('SETUP'), ...about, customerId: ProviderId.exactOptional() }),
  z.strictObject({ kind: z.literal('METHOD'), ...about, customerId: ProviderId.exactOptional() }),
  z.strictObject({ kind: z.literal('ACCOUNT'), ...about, organisation: Id.exactOptional() }),
  z.strictObject({ kind: z.literal('TRANSFER'), ...about, transferId: Id.exactOptional() }),
  z.strictObject({
    kind: z.literal('PAYOUT'),
    ...about,
    accountId: ProviderId.exactOptional(),
    payoutId: Id.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('OTHER'), ...about, objectType: z.string().min(1).max(100) }),
])
export type NoticeSubject = z.output<typeof NoticeSubject>

export const Notice = z.strictObject({
  /** The provider's id of its event. */
  noticeId: ProviderId,
  provider: z.string().min(1).max(40),
  /** The provider's word, such as `payment_intent.succeeded`. */
  type: z.string().min(1).max(255),
  createdAt: Instant,
  accountId: ProviderId.exactOptional(),
  subject: NoticeSubject,
})
export type Notice = z.output<typeof Notice>

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'ProviderNoticeReceived',
    1,
    Notice.extend({
      /** Whose business it is, beside the subject: sagas are led to their instance by these. */
      paymentId: Id.exactOptional(),
      refundId: Id.exactOptional(),
      transferId: Id.exactOptional(),
      payoutId: Id.exactOptional(),
      payeeOrganisation: Id.exactOptional(),
      at: Instant,
    }),
  ),
] as const
export type ProviderNoticeEvent = EventOf<(typeof definitions)[number]>

// State.
export type ProviderNotice = { readonly kind: 'unheard' } | { readonly kind: 'received' }

export const initial: ProviderNotice = { kind: 'unheard' }

export const evolve = (): ProviderNotice => ({ kind: 'received' })

// Commands.
export type ProviderNoticeCommand = { readonly type: 'ReceiveNotice'; readonly notice: Notice }

const concerning = (subject: NoticeSubject) => ({
  ...('paymentId' in subject ? { paymentId: subject.paymentId } : {}),
  ...('refundId' in subject ? { refundId: subject.refundId } : {}),
  ...('transferId' in subject ? { transferId: subject.transferId } : {}),
  ...('payoutId' in subject ? { payoutId: subject.payoutId } : {}),
  ...(subject.kind === 'ACCOUNT' && 'organisation' in subject
    ? { payeeOrganisation: subject.organisation }
    : {}),
})

/** Delivered again it is nothing new, whatever it says this time. */
export const decide = (
  { notice }: ProviderNoticeCommand,
  state: ProviderNotice,
  meta: DecisionMeta,
): Decision<ProviderNoticeEvent> =>
  state.kind === 'received'
    ? []
    : [
        {
          type: 'ProviderNoticeReceived',
          data: { ...notice, ...concerning(notice.subject), at: meta.now },
        },
      ]

export const providerNotice: Aggregate<ProviderNotice, ProviderNoticeCommand, ProviderNoticeEvent> =
  { category, definitions, initial, evolve, decide }
