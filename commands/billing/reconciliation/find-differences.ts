import type { Difference } from '../../../domain/billing/reconciliation/difference.ts'
import type { ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import type { ProviderPayment, ProviderRefund } from '../../../platform/payments/objects.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Found } from '../../../platform/payments/outcome.ts'
import { ProviderUnanswered } from '../../../platform/payments/port.ts'
import type { Services } from '../../shared/services.ts'
import {
  compareDispute,
  comparePayment,
  compareRefunds,
  hasTakenMoney,
  duplicatedPayment,
  missingPayment,
  unknownPayment,
  unresolved,
} from './compare-payment.ts'
import { compareTransfers } from './compare-transfers.ts'
import { ourPayment, ourPayments, ourTransfers, type OurPayment } from './our-record.ts'
import type { Compared } from './was-compared.ts'

type Tools = Pick<Services, 'eventStore' | 'foldCache' | 'payments' | 'clock'>

export type Question = {
  /** ISO 8601: what was made, or touched, from then on. */
  readonly since: string
  /** What moved in the last so many seconds may still be on its way to the other side: it is left for the next time. */
  readonly graceSeconds: number
  /** The hub's ids of payments that are compared however old they are. */
  readonly also?: readonly string[]
}

export type Comparison = {
  readonly differences: readonly Difference[]
  readonly compared: Compared
  readonly payments: number
  readonly refunds: number
  readonly disputes: number
  readonly transfers: number
}

/** A transfer is asked for before it is made: one at the beginning of the period was asked for before that. */
const earlierMs = 30 * 86_400_000

const answered = <Value>(found: Found<Value>): Value | undefined => {
  if (found.kind === 'unanswered') throw new ProviderUnanswered(found.reason)
  return found.kind === 'found' ? found.value : undefined
}

const collect = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const hasMoney = ({ captured, capturable }: ProviderPayment): boolean =>
  captured.amount !== '0' || capturable.amount !== '0'

/** The provider's payments by ours; the one that we know by reference, or that has money, before others of the same id. */
const byOurs = (theirs: readonly ProviderPayment[]): ReadonlyMap<string, ProviderPayment[]> => {
  const found = new Map<string, ProviderPayment[]>()
  for (const payment of theirs)
    if (payment.paymentId !== undefined)
      found.set(payment.paymentId, [...(found.get(payment.paymentId) ?? []), payment])
  return found
}

/** A difference counts when it is still there at a second look, at both sides. */
const confirmed = async (tools: Tools, ours: ExistingPayment, theirs: ProviderPayment) => {
  if (comparePayment(ours, theirs).length === 0) return []
  const there = answered(await tools.payments.payments.get(theirs.id))
  const here = await ourPayment(tools, ours.paymentId)
  if (there === undefined || here === undefined) return missingPayment(ours)
  return comparePayment(here, there)
}

const onePayment = async (
  tools: Tools,
  ours: ExistingPayment,
  shown: readonly ProviderPayment[],
): Promise<readonly Difference[]> => {
  const known = shown.find(({ id }) => id === ours.reference)
  const looked =
    known === undefined && ours.reference !== undefined
      ? answered(await tools.payments.payments.get(ours.reference))
      : known
  const theirs = looked ?? shown.find(hasMoney) ?? shown[0]
  const others = shown.filter((one) => one !== theirs && hasMoney(one))
  return [
    ...(theirs === undefined ? missingPayment(ours) : await confirmed(tools, ours, theirs)),
    ...others.map((other) => duplicatedPayment(ours, other)),
    ...unresolved(ours),
  ]
}

const refundsOf = (
  refunds: readonly ProviderRefund[],
  { paymentId, reference }: ExistingPayment,
): readonly ProviderRefund[] =>
  refunds.filter(
    (refund) =>
      refund.paymentId === paymentId ||
      (reference !== undefined && refund.providerPaymentId === reference),
  )

/** A payment that has been refunded before `since`, too, is asked about in full. */
const oneSetOfRefunds = async (
  { payments }: Tools,
  ours: ExistingPayment,
  listed: readonly ProviderRefund[],
): Promise<readonly Difference[]> => {
  const first = compareRefunds(ours, refundsOf(listed, ours))
  if (first.length === 0 || ours.reference === undefined) return first
  return compareRefunds(ours, answered(await payments.refunds.list(ours.reference)) ?? [])
}

/**
 * Compares both sides' books of payments, refunds, chargebacks and transfers. Changes nothing. Throws ProviderUnanswered
 * when the provider can't be asked to the end: half a comparison would find what is not there.
 */
export const findDifferences = async (
  tools: Tools,
  { since, graceSeconds, also = [] }: Question,
): Promise<Comparison> => {
  const quietSince = tools.clock.now().getTime() - graceSeconds * 1000
  const isQuiet = (instant: string): boolean => Date.parse(instant) <= quietSince
  const { payments: provider } = tools
  const theirs = await collect(provider.payments.listSince({ since }))
  const refunds = await collect(provider.refunds.listSince({ since }))
  const disputes = await collect(provider.disputes.listSince({ since }))
  const transfers = await collect(provider.transfers.listSince({ since }))
  // Ours are read after theirs: what they had is on record here by now, or is quiet and missing.
  const ours = new Map<string, OurPayment>(await ourPayments(tools, since))
  const differences: Difference[] = []

  const grouped = byOurs(theirs)
  for (const [paymentId, shown] of grouped) {
    if (ours.has(paymentId)) continue
    // Older than the period here, touched within it there.
    const own = await ourPayment(tools, paymentId)
    if (own !== undefined) ours.set(paymentId, { payment: own, touchedAt: 0 })
    else
      differences.push(...shown.filter(({ createdAt }) => isQuiet(createdAt)).map(unknownPayment))
  }
  differences.push(
    ...theirs
      .filter(({ paymentId, createdAt }) => paymentId === undefined && isQuiet(createdAt))
      .map(unknownPayment),
  )
  for (const paymentId of also) {
    const own = ours.has(paymentId) ? undefined : await ourPayment(tools, paymentId)
    if (own !== undefined) ours.set(paymentId, { payment: own, touchedAt: 0 })
  }
  const compared = new Set<string>()
  for (const { payment, touchedAt } of ours.values()) {
    if (touchedAt > quietSince) continue
    compared.add(payment.paymentId)
    const shown = grouped.get(payment.paymentId) ?? []
    differences.push(...(await onePayment(tools, payment, shown)))
    differences.push(...(await oneSetOfRefunds(tools, payment, refunds)))
  }
  const byReference = new Map(
    [...ours.values()].map(({ payment }) => [payment.reference, payment] as const),
  )
  for (const refund of refunds) {
    const known =
      byReference.has(refund.providerPaymentId) ||
      (refund.paymentId !== undefined && ours.has(refund.paymentId))
    if (!known && isQuiet(refund.createdAt))
      differences.push({
        code: 'PROVIDER_REFUND_UNKNOWN',
        subject: refund.id,
        providerId: refund.id,
        theirs: `${refund.state} ${refund.amount.amount} ${refund.amount.asset}`,
      })
  }
  for (const dispute of disputes) {
    const payment = byReference.get(dispute.providerPaymentId)
    if (payment !== undefined) {
      const { touchedAt = 0 } = ours.get(payment.paymentId) ?? {}
      if (touchedAt <= quietSince && isQuiet(dispute.createdAt))
        differences.push(...compareDispute(payment, dispute))
    } else if (isQuiet(dispute.createdAt) && hasTakenMoney(dispute))
      differences.push({
        code: 'PROVIDER_DISPUTE_UNKNOWN',
        subject: dispute.id,
        providerId: dispute.id,
        theirs: dispute.state,
      })
  }
  const sent = await ourTransfers(tools, instantOf(msOf(since) - earlierMs))
  const inPeriod = (instant: string): boolean => msOf(instant) >= msOf(since) && isQuiet(instant)
  differences.push(...compareTransfers(sent, transfers, { isQuiet, inPeriod }))
  return {
    differences,
    compared: {
      payments: compared,
      transfers: new Set(
        [...sent.values()]
          .filter(
            ({ requestedAt, sentAt = requestedAt }) => inPeriod(requestedAt) && isQuiet(sentAt),
          )
          .map(({ transferId }) => transferId),
      ),
      listed: new Set([...theirs, ...refunds, ...disputes, ...transfers].map(({ id }) => id)),
    },
    payments: Math.max(theirs.length, ours.size),
    refunds: refunds.length,
    disputes: disputes.length,
    transfers: transfers.length,
  }
}
