import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { money } from '../../shared/money.ts'
import { chargedBackOf } from './dispute-state.ts'
import type { DisputeOutcome } from './dispute-events.ts'
import { finding } from './finding.ts'
import { ownerOf, type ExistingPayment, type PaymentEvent } from './payment-state.ts'
import { refundedOf } from './refund-state.ts'

/** A chargeback as the provider shows it: the card's bank has taken `amount` back, for now or for good. */
export type DisputeCommand = {
  readonly type: 'RecordDispute'
  readonly disputeId: string
  readonly reference: string
  readonly amount: bigint
  /** The asset that the amount is of. */
  readonly asset: string
  readonly reason: string
  readonly status: 'OPEN' | DisputeOutcome
}

/** The end of one that nobody has heard of yet is its beginning too. */
export const decideDispute = (
  { disputeId, reference, amount: claimed, asset, reason, status }: DisputeCommand,
  state: ExistingPayment,
  meta: DecisionMeta,
): Decision<PaymentEvent> => {
  const known = state.disputes[disputeId]
  if (asset !== state.asset)
    return finding(
      state,
      'DISPUTE_CONTRADICTION',
      `Dispute ${reference} is about ${claimed} ${asset}; the payment is in ${state.asset}.`,
      meta,
      `${reference} ${asset}`,
    )
  const left = leftOf(state)
  const amount = known?.amount ?? (claimed < left ? claimed : left > 0n ? left : 0n)
  const data = {
    ...ownerOf(state),
    disputeId,
    reference,
    amount: money(amount, state.asset),
    at: meta.now,
  }
  const opened: readonly PaymentEvent[] =
    known === undefined
      ? [
          {
            type: 'PaymentDisputeOpened',
            data: { ...data, claimed: money(claimed, state.asset), reason: reason.slice(0, 80) },
          },
          ...above(state, claimed - amount, reference, meta),
        ]
      : []
  const before = known?.status ?? 'OPEN'
  if (status === before) return opened
  // Late news of one that is over.
  if (status === 'OPEN') return []
  if (before !== 'OPEN')
    return finding(
      state,
      'DISPUTE_CONTRADICTION',
      `The provider shows dispute ${reference} ${status}; it was ${before}.`,
      meta,
      reference,
    )
  return [
    ...opened,
    { type: 'PaymentDisputeClosed', data: { ...data, outcome: status } },
    ...restsOf(state, disputeId, reference).map(([restId, rest]): PaymentEvent => {
      const whole = { disputeId: restId, amount: money(rest.amount, state.asset) }
      return { type: 'PaymentDisputeClosed', data: { ...data, ...whole, outcome: status } }
    }),
  ]
}

/** What is left of what was captured. */
const leftOf = ({ captured, refunds, disputes }: ExistingPayment): bigint =>
  captured - refundedOf(refunds) - chargedBackOf(disputes)

/** The parts of a dispute that came to count later, as long as they are open. */
const restsOf = ({ disputes }: ExistingPayment, disputeId: string, reference: string) =>
  Object.entries(disputes).filter(
    ([id, each]) => id !== disputeId && each.reference === reference && each.status === 'OPEN',
  )

/**
 * A refund that failed leaves money that a card's bank has taken already: what it claimed beyond what was left counts now,
 * under an id of its own, and is closed with the rest of the dispute. `state`: without the refund.
 */
export const nowChargedBack = (
  state: ExistingPayment,
  { now: at, id }: DecisionMeta,
): readonly PaymentEvent[] => {
  let left = leftOf(state)
  return Object.entries(state.disputes).flatMap(([of, { reference, claimed, status }]) => {
    const counted = Object.values(state.disputes)
      .filter((each) => each.reference === reference)
      .reduce((sum, { amount }) => sum + amount, 0n)
    const short = claimed - counted
    const part = short < left ? short : left
    if (status === 'WON' || part <= 0n) return []
    left -= part
    const disputeId = id(`rest of ${of} beyond ${counted}`)
    const amount = money(part, state.asset)
    const data = { ...ownerOf(state), disputeId, reference, amount, at }
    const reason = 'A refund failed that had left no more of it.'
    return [
      { type: 'PaymentDisputeOpened', data: { ...data, claimed: amount, reason } } as const,
      ...(status === 'LOST'
        ? [{ type: 'PaymentDisputeClosed', data: { ...data, outcome: status } } as const]
        : []),
    ]
  })
}

const above = (
  state: ExistingPayment,
  excess: bigint,
  reference: string,
  meta: DecisionMeta,
): readonly PaymentEvent[] =>
  excess === 0n
    ? []
    : finding(
        state,
        'CHARGED_BACK_ABOVE_CAPTURE',
        `Dispute ${reference} takes back ${excess} minor units of ${state.asset} more than is left of what was captured.`,
        meta,
        reference,
      )
