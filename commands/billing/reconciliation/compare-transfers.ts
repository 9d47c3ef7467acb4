import type { Difference } from '../../../domain/billing/reconciliation/difference.ts'
import type { ProviderTransfer } from '../../../platform/payments/objects.ts'
import type { OurTransfer } from './our-record.ts'

type Period = {
  /** Long enough ago for the other side to know of it. */
  readonly isQuiet: (instant: string) => boolean
  readonly inPeriod: (instant: string) => boolean
}

/** What payees were sent, on both sides. Of ours more are given than the period has: theirs are recognised by them. */
export const compareTransfers = (
  ours: ReadonlyMap<string, OurTransfer>,
  theirs: readonly ProviderTransfer[],
  { isQuiet, inPeriod }: Period,
): readonly Difference[] => {
  const seen = new Set<string>()
  const differences: Difference[] = []
  for (const { id: providerId, transferId, amount, createdAt } of theirs) {
    const there = `${amount.amount} ${amount.asset}`
    const own = transferId === undefined ? undefined : ours.get(transferId)
    if (own === undefined || seen.has(own.transferId)) {
      if (isQuiet(createdAt))
        differences.push({
          code: 'PROVIDER_TRANSFER_UNKNOWN',
          ...{ subject: providerId, providerId, theirs: there },
        })
      continue
    }
    seen.add(own.transferId)
    const here = `${own.amount} ${own.asset}`
    const { organisation, transferId: subject } = own
    if (here !== there)
      differences.push({
        code: 'TRANSFER_AMOUNT_DIFFERS',
        ...{ subject, organisation, providerId, ours: here, theirs: there },
      })
  }
  // Theirs were listed before ours were read: one that was sent meanwhile is not missing.
  for (const { transferId: subject, organisation, requestedAt, sentAt, ...own } of ours.values())
    if (sentAt !== undefined && isQuiet(sentAt) && inPeriod(requestedAt) && !seen.has(subject))
      differences.push({
        code: 'TRANSFER_MISSING',
        ...{ subject, organisation, ours: `${own.amount} ${own.asset}` },
      })
  return differences
}
