import type { EventOf } from '../../shared/event.ts'
import type { disputeDefinitions, DisputeOutcome } from './dispute-events.ts'

export type DisputeEvent = EventOf<(typeof disputeDefinitions)[number]>

export type Dispute = {
  /** What counts against the captured. */
  readonly amount: bigint
  readonly claimed: bigint
  readonly reference: string
  readonly status: 'OPEN' | DisputeOutcome
}
/** By their ids. */
export type Disputes = Readonly<Record<string, Dispute>>

export const evolveDisputes = (disputes: Disputes, { type, data }: DisputeEvent): Disputes => {
  const amount = BigInt(data.amount.amount)
  const { disputeId, reference } = data
  const dispute: Dispute =
    type === 'PaymentDisputeOpened'
      ? { amount, claimed: BigInt(data.claimed.amount), reference, status: 'OPEN' }
      : { claimed: amount, ...disputes[disputeId], amount, reference, status: data.outcome }
  return { ...disputes, [disputeId]: dispute }
}

/** What the card's bank has taken back: all but what was won. Minor units. */
export const chargedBackOf = (disputes: Disputes): bigint =>
  Object.values(disputes).reduce(
    (sum, { amount, status }) => (status === 'WON' ? sum : sum + amount),
    0n,
  )
