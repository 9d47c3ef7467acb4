import type { MoneyFacts } from '../../../domain/billing/ledger/money-events.ts'
import type { LedgerEntryRow } from './tables.ts'

const members = {
  wallet_id: 'walletId',
  job_id: 'jobId',
  hold_id: 'holdId',
  charge_id: 'chargeId',
  payment_id: 'paymentId',
  refund_id: 'refundId',
  dispute_id: 'disputeId',
  bill_id: 'billId',
  payout_id: 'payoutId',
  entry_id: 'entryId',
} as const

type Column = keyof typeof members

/** What a transaction is about: the ids that its event carries, under the names that they have everywhere. */
export const referencesOf = (data: MoneyFacts): Pick<LedgerEntryRow, Column> => {
  // A hold that a card backs names its payment there; one for a job names that as its subject.
  const { backing, ...others }: Readonly<Record<string, unknown>> = { ...data }
  const held = others['purpose'] === 'JOB' ? { jobId: others['subjectId'] } : {}
  const named = new Map(Object.entries({ paymentId: backing, ...held, ...others }))
  const id = (column: Column): string | null => {
    const value = named.get(members[column])
    return typeof value === 'string' ? value : null
  }
  return {
    wallet_id: id('wallet_id'),
    job_id: id('job_id'),
    hold_id: id('hold_id'),
    charge_id: id('charge_id'),
    payment_id: id('payment_id'),
    refund_id: id('refund_id'),
    dispute_id: id('dispute_id'),
    bill_id: id('bill_id'),
    payout_id: id('payout_id'),
    entry_id: id('entry_id'),
  }
}
