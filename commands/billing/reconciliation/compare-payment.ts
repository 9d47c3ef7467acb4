import type {
  Difference,
  DifferenceCode,
} from '../../../domain/billing/reconciliation/difference.ts'
import type { ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import type {
  ProviderDispute,
  ProviderPayment,
  ProviderRefund,
} from '../../../platform/payments/objects.ts'

const said = (amount: bigint | string, asset: string): string => `${amount.toString()} ${asset}`

const about = (ours: ExistingPayment, providerId: string | undefined) => ({
  subject: ours.paymentId,
  paymentId: ours.paymentId,
  organisation: ours.organisation,
  ...(providerId === undefined ? {} : { providerId }),
})

/** What the provider's payment and ours do not say the same about. */
export const comparePayment = (
  ours: ExistingPayment,
  theirs: ProviderPayment,
): readonly Difference[] => {
  const { asset } = ours
  const differ = (code: DifferenceCode, here: string, there: string): readonly Difference[] =>
    here === there ? [] : [{ code, ...about(ours, theirs.id), ours: here, theirs: there }]
  const amount = said(theirs.amount.amount, theirs.amount.asset)
  return [
    ...differ('PAYMENT_AMOUNT_DIFFERS', said(ours.amount, asset), amount),
    ...differ('PAYMENT_STATE_DIFFERS', ours.standing, theirs.state),
    ...differ(
      'PAYMENT_CAPTURE_DIFFERS',
      said(ours.captured, asset),
      said(theirs.captured.amount, theirs.captured.asset),
    ),
  ]
}

/** A payment of ours that the provider has nothing of. Without a reference it need never have arrived there. */
export const missingPayment = (ours: ExistingPayment): readonly Difference[] =>
  ours.reference === undefined
    ? []
    : [{ code: 'PAYMENT_MISSING', ...about(ours, ours.reference), ours: ours.standing }]

export const unresolved = (ours: ExistingPayment): readonly Difference[] =>
  ours.unknown === undefined &&
  Object.values(ours.refunds).every(({ status }) => status !== 'UNKNOWN')
    ? []
    : [
        {
          code: 'PAYMENT_UNRESOLVED',
          ...about(ours, ours.reference),
          ours: ours.unknown?.operation ?? 'REFUND',
        },
      ]

export const unknownPayment = (theirs: ProviderPayment): Difference => ({
  code: 'PROVIDER_PAYMENT_UNKNOWN',
  subject: theirs.id,
  providerId: theirs.id,
  theirs: `${theirs.state} ${said(theirs.captured.amount, theirs.captured.asset)}`,
})

export const duplicatedPayment = (ours: ExistingPayment, theirs: ProviderPayment): Difference => ({
  code: 'PROVIDER_PAYMENT_DUPLICATED',
  ...about(ours, theirs.id),
  subject: theirs.id,
  ...(ours.reference === undefined ? {} : { ours: ours.reference }),
  theirs: `${theirs.state} ${said(theirs.captured.amount, theirs.captured.asset)}`,
})

const refundWords: Readonly<Record<ProviderRefund['state'], string>> = {
  PENDING: 'PENDING',
  REQUIRES_ACTION: 'PENDING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  CANCELLED: 'FAILED',
}

/** Of all refunds that the provider has of a payment: each against ours, and ours against each. */
export const compareRefunds = (
  ours: ExistingPayment,
  theirs: readonly ProviderRefund[],
): readonly Difference[] => {
  const seen = new Set<string>()
  const differences: Difference[] = []
  for (const refund of theirs) {
    const { refundId, id: providerId } = refund
    const own = refundId === undefined ? undefined : ours.refunds[refundId]
    const amount = said(refund.amount.amount, refund.amount.asset)
    if (refundId === undefined || own === undefined || seen.has(refundId)) {
      const theirWords = `${refund.state} ${amount}`
      const subject = { ...about(ours, providerId), subject: providerId }
      differences.push({ code: 'PROVIDER_REFUND_UNKNOWN', ...subject, theirs: theirWords })
      continue
    }
    seen.add(refundId)
    const subject = { ...about(ours, providerId), subject: refundId }
    if (said(own.amount, ours.asset) !== amount)
      differences.push({
        code: 'REFUND_AMOUNT_DIFFERS',
        ...{ ...subject, ours: said(own.amount, ours.asset), theirs: amount },
      })
    const state = refundWords[refund.state]
    if (own.status !== state && own.status !== 'UNKNOWN')
      differences.push({
        code: 'REFUND_STATE_DIFFERS',
        ...{ ...subject, ours: own.status, theirs: state },
      })
  }
  for (const [refundId, { reference, status }] of Object.entries(ours.refunds))
    if (reference !== undefined && !seen.has(refundId))
      differences.push({
        code: 'REFUND_MISSING',
        ...{ ...about(ours, reference), subject: refundId, ours: status },
      })
  return differences
}

const disputeWord = ({ state }: ProviderDispute): 'OPEN' | 'WON' | 'LOST' | undefined =>
  state === 'OPEN' || state === 'UNDER_REVIEW'
    ? 'OPEN'
    : state === 'WON' || state === 'LOST'
      ? state
      : undefined

/** An inquiry alone, or a dispute that was prevented, moves none. */
export const hasTakenMoney = (dispute: ProviderDispute): boolean =>
  disputeWord(dispute) !== undefined

/** A chargeback that took money, against what our payment knows of it. */
export const compareDispute = (
  ours: ExistingPayment,
  theirs: ProviderDispute,
): readonly Difference[] => {
  const there = disputeWord(theirs)
  if (there === undefined) return []
  const own = Object.values(ours.disputes).find(({ reference }) => reference === theirs.id)
  const subject = { ...about(ours, theirs.id), subject: theirs.id }
  if (own === undefined) return [{ code: 'PROVIDER_DISPUTE_UNKNOWN', ...subject, theirs: there }]
  return own.status === there
    ? []
    : [{ code: 'DISPUTE_STATE_DIFFERS', ...subject, ours: own.status, theirs: there }]
}
