import { z } from 'zod'
import { Notice, providerNotice } from '../../../domain/billing/payments/provider-notice.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { NoticeSubject, ProviderNotice } from '../../../platform/payments/objects.ts'
import { defineCommand } from '../../shared/definition.ts'
import { withPayment } from './whose-payment.ts'

const isOurs = (id: string): boolean => Id.safeParse(id).success

const ours = new Set(['paymentId', 'refundId', 'transferId', 'payoutId', 'organisation'])

/** An account at a provider may serve others, too: what they call by our names, and is no id of ours, is left out. */
const withOurIds = (subject: NoticeSubject): object =>
  Object.fromEntries(
    Object.entries(subject).filter(([name, value]) => !ours.has(name) || isOurs(value)),
  )

/** A notice that was verified, as it is kept. */
export const noticeOf = (provider: string, notice: ProviderNotice): z.input<typeof Notice> => {
  const { id: noticeId, subject, ...rest } = notice
  return Notice.parse({ noticeId, provider, ...rest, subject: withOurIds(subject) })
}

/** Keeps a verified notice, once for the provider's id of it; nobody but the receiver of notices executes it. */
export const receiveNotice = defineCommand({
  name: 'billing.receive-notice',
  input: z.strictObject({ notice: Notice }),
  scope: 'billing:notice',
  run: async (input, tools) => {
    const notice = await withPayment(input.notice, tools.services.payments)
    const command = { type: 'ReceiveNotice', notice } as const
    const changed = await tools.change(providerNotice, notice.noticeId, command)
    if (!('stream' in changed)) return changed
    return { answer: { noticeId: notice.noticeId, isNew: changed.events.length > 0 }, changed }
  },
})
