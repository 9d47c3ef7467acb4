import { instantOf, msOf } from '../../shared/instant.ts'
import { reject, type Rejection } from '../../shared/rejection.ts'
import { mayMove } from './chart.ts'
import { imbalanceOf, type Posting } from './postings.ts'

const mostLegs = 50
const day = 86_400_000
const longestPending = 90 * day
const longestBack = 3 * 366 * day

/** Legs that an operator may wish for: in balance, each more than nothing, on accounts that no stream keeps. */
export const illLegs = (legs: readonly Posting[]): Rejection | undefined => {
  if (legs.length < 2 || legs.length > mostLegs)
    return reject('ENTRY_UNBALANCED', `An entry has 2 to ${mostLegs} legs.`)
  if (legs.some(({ amount }) => BigInt(amount) === 0n))
    return reject('AMOUNT_OUT_OF_RANGE', 'A leg is more than nothing.')
  const kept = legs.find(({ account }) => !mayMove('journal', account))
  if (kept !== undefined)
    return reject(
      'ACCOUNT_NOT_ADJUSTABLE',
      `${kept.account} is no account of the chart, or is moved by a stream of its own.`,
    )
  const imbalance = imbalanceOf(legs)
  if (imbalance === 0n) return undefined
  const sides = imbalance > 0n ? 'debits exceed credits' : 'credits exceed debits'
  const by = imbalance > 0n ? imbalance : -imbalance
  return reject('ENTRY_UNBALANCED', `The ${sides} by ${by.toString()}.`)
}

/** Booked when it happened: not in the future, and within the years that books are kept open for corrections. */
export const illBooking = (bookedAt: string | undefined, now: string): Rejection | undefined =>
  bookedAt === undefined ||
  (msOf(bookedAt) <= msOf(now) && msOf(bookedAt) >= msOf(now) - longestBack)
    ? undefined
    : reject('ENTRY_TIME_OUT_OF_RANGE', 'An entry is booked at most three years back, never ahead.')

export const illExpiry = (expiresAt: string, now: string): Rejection | undefined =>
  msOf(expiresAt) > msOf(now) && msOf(expiresAt) <= msOf(now) + longestPending
    ? undefined
    : reject(
        'ENTRY_TIME_OUT_OF_RANGE',
        `A pending entry ends before ${instantOf(msOf(now) + longestPending)}.`,
      )

const key = ({ account, side }: Posting): string => `${side} ${account}`

/** The sum of the legs by account and side: how they are cut up says nothing. */
const sumsOf = (legs: readonly Posting[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>()
  for (const leg of legs) sums.set(key(leg), (sums.get(key(leg)) ?? 0n) + BigInt(leg.amount))
  return sums
}

/** Posted at most as it was prepared: account by account, side by side. */
export const abovePending = (
  legs: readonly Posting[],
  prepared: readonly Posting[],
): Rejection | undefined => {
  const most = sumsOf(prepared)
  const above = [...sumsOf(legs)].find(([name, sum]) => sum > (most.get(name) ?? 0n))
  return above === undefined
    ? undefined
    : reject(
        'POST_ABOVE_PENDING',
        `${above[0]}: ${above[1].toString()} is more than the ${(most.get(above[0]) ?? 0n).toString()} that were prepared.`,
      )
}
