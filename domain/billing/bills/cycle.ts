import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { firstTwice } from './lines.ts'
import { SignedUnits } from './signed.ts'

/** How far a wallet's use has been billed: one period after the other, without a gap and without an overlap. */
export const category = 'billCycle'

/** What was billed so far of one rated line of a calendar month; what comes late to it is the difference. */
export const BilledUsage = z.strictObject({
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/),
  line: z.string().min(1).max(300),
  amount: SignedUnits,
  /** In units of the meter. */
  quantity: z
    .string()
    .regex(/^-?\d+(?:\.\d+)?$/)
    .max(60),
})
export type BilledUsage = z.output<typeof BilledUsage>

/** A place in the wallet's books: everything up to and with this event. */
export const Cut = z.strictObject({
  book: z.int().min(0),
  revision: z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/),
})
export type Cut = z.output<typeof Cut>

const isBefore = (one: Cut, other: Cut): boolean =>
  one.book === other.book ? BigInt(one.revision) < BigInt(other.revision) : one.book < other.book
export const BillPeriod = z.strictObject({ start: Instant, end: Instant })
export type BillPeriod = z.output<typeof BillPeriod>

// Events: the stored contract.
const Fact = z.strictObject({ walletId: z.string(), organisation: Id, asset: Asset, at: Instant })
export const definitions = [
  /** Without a bill, nothing happened in it. `recurring`: what cannot be billed again. */
  defineEvent(
    'BillPeriodClosed',
    1,
    Fact.extend({
      index: z.int().min(0),
      period: BillPeriod,
      /** Absent before the wallet's first event. */
      cut: Cut.exactOptional(),
      usage: z.array(BilledUsage).max(5_000),
      recurring: z.array(z.string().min(1).max(200)).max(5_000),
      billId: Id.exactOptional(),
    }),
  ),
  /** Somebody wants the bill of what there is before the month is over. */
  defineEvent('BillRequested', 1, Fact),
] as const
export type BillCycleEvent = EventOf<(typeof definitions)[number]>

// State.
export type BillCycle = {
  /** Periods that are closed; the index of the next. */
  readonly next: number
  readonly cut?: Cut
  /** Of the last period; absent before there is one. */
  readonly end?: string
  /** Ends of periods in order, with their bills. */
  readonly closed: readonly { readonly end: string; readonly billId?: string }[]
  /** By month and line. */
  readonly usage: Readonly<Record<string, BilledUsage>>
  /** The first of the months whose usage was looked at and left as it was, because it came to less than nothing. */
  readonly waiting?: string
  /** Which bill has it, by the key of what comes back every period. */
  readonly claimed: Readonly<Record<string, string>>
}

export const initial: BillCycle = { next: 0, closed: [], usage: {}, claimed: {} }

export const usageKey = ({ month, line }: Pick<BilledUsage, 'month' | 'line'>): string =>
  `${month} ${line}`

export const evolve = (state: BillCycle, event: BillCycleEvent): BillCycle => {
  switch (event.type) {
    case 'BillPeriodClosed': {
      const { index, period, cut, usage, recurring, billId } = event.data
      const { end } = period
      const counted = Object.fromEntries(usage.map((each) => [usageKey(each), each]))
      const claimed = Object.fromEntries(recurring.map((key) => [key, billId ?? '']))
      return {
        next: index + 1,
        ...(cut === undefined ? {} : { cut }),
        ...waitingOf(state, usage),
        end,
        closed: [...state.closed, { end, ...(billId === undefined ? {} : { billId }) }],
        usage: { ...state.usage, ...counted },
        claimed: { ...state.claimed, ...claimed },
      }
    }
    case 'BillRequested':
      return state
    default:
      return exhausted(event)
  }
}

/** Nothing of what was billed changed: either there was nothing new, or it was put off. Both are looked at again. */
const waitingOf = (
  { usage: before }: BillCycle,
  usage: readonly BilledUsage[],
): { readonly waiting?: string } => {
  const isUnchanged = usage.every((one) => {
    const { amount, quantity } = before[usageKey(one)] ?? { amount: '0', quantity: '0' }
    return one.amount === amount && one.quantity === quantity
  })
  const billed = usage.filter(({ amount }) => amount !== '0').map(({ month }) => month)
  const first = [...billed].sort()[0]
  return isUnchanged && first !== undefined ? { waiting: first } : {}
}

/** The period that a moment was billed in, if it was. */
export const periodAt = (
  { closed }: BillCycle,
  at: string,
): BillCycle['closed'][number] | undefined => closed.find(({ end }) => end >= at)

/** Nothing, or what would be billed a second time. */
export const billedBefore = (
  { claimed }: BillCycle,
  recurring: readonly string[],
): string | undefined =>
  firstTwice(recurring) ?? recurring.find((key) => Object.hasOwn(claimed, key))

/** A cut never goes back. */
const isBehind = (before: Cut | undefined, now: Cut | undefined): boolean =>
  before !== undefined && (now === undefined || isBefore(now, before))

// Commands.
export type BillCycleCommand = {
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
} & (
  | {
      readonly type: 'ClosePeriod'
      readonly index: number
      readonly period: BillPeriod
      readonly cut?: Cut
      readonly usage: readonly BilledUsage[]
      readonly recurring: readonly string[]
      readonly billId?: string
    }
  | { readonly type: 'RequestBill' }
)

export const decide = (
  command: BillCycleCommand,
  state: BillCycle,
  { now }: DecisionMeta,
): Decision<BillCycleEvent> => {
  const { walletId, organisation, asset } = command
  const fact = { walletId, organisation, asset, at: now }
  switch (command.type) {
    case 'RequestBill':
      return [{ type: 'BillRequested', data: fact }]
    case 'ClosePeriod': {
      const { index, period, cut, usage, recurring, billId } = command
      // It was closed before; what it holds is settled.
      if (index < state.next) return []
      const follows = index === state.next && (state.end ?? period.start) === period.start
      if (!follows || period.end <= period.start || isBehind(state.cut, cut))
        return reject('ILLEGAL_BILL_TRANSITION', 'Periods follow one another.')
      const twice = billedBefore(state, recurring)
      if (twice !== undefined) return reject('ALREADY_BILLED', `This was billed before: ${twice}.`)
      const data = {
        ...{ ...fact, index, period },
        ...(cut === undefined ? {} : { cut }),
        ...{ usage: [...usage], recurring: [...recurring] },
        ...(billId === undefined ? {} : { billId }),
      }
      return [{ type: 'BillPeriodClosed', data }]
    }
    default:
      return exhausted(command)
  }
}

export const billCycle: Aggregate<BillCycle, BillCycleCommand, BillCycleEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
