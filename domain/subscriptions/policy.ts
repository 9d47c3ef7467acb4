import { msOf } from '../shared/instant.ts'
import { amountOf, money, type Money } from '../shared/money.ts'
import { addMs, dayMs } from './calendar.ts'
import type { Plan } from './plan.ts'
import { priceOfRest, type Stretch } from './proration.ts'

/** When a payment that failed is tried again, in days after it failed first. After the last one the subscription ends. */
const dunningDays: readonly number[] = [1, 3, 5, 7]

/** A first payment that fails is waited for so long. */
export const firstPaymentHours = 24

/** A pause that lasts longer ends the subscription. */
export const longestPauseDays = 180

/** A renewal that costs is announced so many days before. */
export const upcomingDays = (months: number): number => (months >= 12 ? 14 : 3)

/** What was bought once is given back in whole so long, and not at all after that. */
const coolingOffDays = 14

/** The next time to try; nothing after the last step. It goes by time alone: an attempt in between takes no step away. */
export const nextAttempt = (since: string, now: string): string | undefined => {
  const days = dunningDays.find((day) => msOf(since) + day * dayMs > msOf(now))
  return days === undefined ? undefined : addMs(since, days * dayMs)
}

/** What a buyer gets back who leaves in the middle: what is left of a period; of a single purchase all of it, or nothing. */
export const refundOf = (
  { pricing: { kind } }: Plan,
  paid: Money,
  stretch: Stretch | undefined,
  boughtAt: string,
  now: string,
): Money => {
  if (kind !== 'ONE_TIME')
    return stretch === undefined ? money(0n, paid.asset) : priceOfRest(paid, stretch)
  const late = msOf(now) - msOf(boughtAt) > coolingOffDays * dayMs
  return money(late ? 0n : amountOf(paid), paid.asset)
}

/** Runs of a period's quota that nobody took yet. */
export type RunsLeft = { readonly left: number; readonly of: number }

/** Time is given back, but not the runs that were made meanwhile: no more than what those that are left would have cost. */
export const withinRunsLeft = (amount: Money, paid: Money, runs: RunsLeft | undefined): Money => {
  if (runs === undefined || runs.of === 0) return amount
  const unused = (amountOf(paid) * BigInt(runs.left)) / BigInt(runs.of)
  return amountOf(amount) > unused ? money(unused, paid.asset) : amount
}
