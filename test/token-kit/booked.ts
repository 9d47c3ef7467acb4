import { z } from 'zod'
import type { RecordedEvent } from '../../platform/event-store/types.ts'

const Withdrawal = z.object({ withdrawalId: z.string(), amount: z.string() })
const OfPayment = z.object({ paymentId: z.string(), amount: z.string() })
const ends: Readonly<Record<string, string>> = {
  ChainWithdrawalSettled: 'SETTLED',
  ChainWithdrawalReturned: 'RETURNED',
}

/** What wallets have booked, in all their books: a wallet itself remembers what is of the month, and what is asked for. */
export const withdrawalsIn = (events: readonly RecordedEvent[]) => {
  const all = new Map<string, { readonly amount: bigint; readonly status: string }>()
  for (const { type, data } of events) {
    if (!type.startsWith('ChainWithdrawal')) continue
    const { withdrawalId, amount } = Withdrawal.parse(data)
    all.set(withdrawalId, { amount: BigInt(amount), status: ends[type] ?? 'STARTED' })
  }
  return [...all.values()]
}

/** Amounts that were booked for a payment by events of a type. */
export const bookedFor = (
  events: readonly RecordedEvent[],
  wanted: 'CardCaptureSettled' | 'CardCaptureFailed',
  paymentId: string,
): readonly bigint[] =>
  events.flatMap(({ type, data }) => {
    if (type !== wanted) return []
    const booked = OfPayment.parse(data)
    return booked.paymentId === paymentId ? [BigInt(booked.amount)] : []
  })
