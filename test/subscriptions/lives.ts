import type { Plan } from '../../domain/subscriptions/plan.ts'
import { free, monthly, oneTime, payPerUse, yearly } from '../kit/plans.ts'
import type { Choose } from '../kit/virtual-time.ts'

/** What a buyer does, and when (milliseconds of the epoch). */
export type Deed = { readonly at: number } & (
  | { readonly do: 'credit'; readonly amount: bigint }
  | { readonly do: 'changeNow'; readonly plan: Plan }
  | { readonly do: 'changeAtEnd'; readonly plan: Plan }
  | { readonly do: 'unschedule' }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'cancelNow'; readonly refund: boolean }
  | { readonly do: 'cancelAtEnd' }
  | { readonly do: 'withdraw' }
  | { readonly do: 'payNow' }
)

export type Life = {
  readonly startAt: number
  readonly plan: Plan
  readonly trial: boolean
  readonly deeds: readonly Deed[]
}

const dayMs = 86_400_000

export const plans: readonly Plan[] = [
  monthly(999, { trialDays: 14 }),
  monthly(2_501),
  monthly(10_007, { trialDays: 7 }),
  yearly(9_990, { trialDays: 30 }),
  yearly(25_003),
  free(),
  payPerUse(12),
  oneTime(4_999),
]

/** Some time up to so many days, to the millisecond. */
const within = (choose: Choose, days: number): number => choose(days) * dayMs + choose(dayMs) + 1

const priceOf = ({ pricing }: Plan): number => ('price' in pricing ? Number(pricing.price) : 500)

/** One buyer's life between two moments: a purse that is often too small, and a mind that changes. */
export const lifeOf = (choose: Choose, begin: number, horizon: number): Life => {
  const anyPlan = (): Plan => plans[choose(plans.length)] ?? free()
  const plan = plans[choose(3) === 0 ? choose(plans.length) : choose(5)] ?? free()
  const trial = plan.trialDays > 0 && choose(2) === 0
  // A third begins at the end of a month.
  const day = choose(3) === 0 ? 27 + choose(4) : choose(60)
  const startAt = begin + day * dayMs + choose(dayMs)
  const deeds: Deed[] = [
    { at: startAt - 1, do: 'credit', amount: BigInt(choose(4 * priceOf(plan))) },
  ]
  // Half of them always have enough, for anything that they may think of.
  const isRich = choose(2) === 0
  if (isRich) deeds.push({ at: startAt - 1, do: 'credit', amount: 10_000_000n })
  for (let at = startAt; ; ) {
    at += within(choose, 20)
    if (isRich || at >= horizon) break
    deeds.push({ at, do: 'credit', amount: BigInt(1 + choose(4 * priceOf(plan))) })
  }
  const patience = 30 + choose(200)
  for (let at = startAt; ; ) {
    at += within(choose, patience)
    if (at >= horizon) break
    deeds.push(...whim(choose, anyPlan, at))
  }
  const inTime = deeds.filter(({ at }) => at < horizon)
  return { startAt, plan, trial, deeds: inTime.toSorted((one, other) => one.at - other.at) }
}

const whim = (choose: Choose, anyPlan: () => Plan, at: number): readonly Deed[] => {
  switch (choose(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
      return [{ at, do: 'changeNow', plan: anyPlan() }]
    case 6:
    case 7:
    case 8:
      return [{ at, do: 'changeAtEnd', plan: anyPlan() }]
    case 9:
      return [{ at, do: 'unschedule' }]
    case 10:
    case 11:
    case 12: {
      // Some never come back: in time.
      const back = at + within(choose, choose(4) === 0 ? 400 : 60)
      return [
        { at, do: 'pause' },
        { at: back, do: 'resume' },
      ]
    }
    case 13:
      return [{ at, do: 'resume' }]
    case 14:
      return choose(3) === 0 ? [{ at, do: 'cancelNow', refund: choose(2) === 0 }] : []
    case 15:
      return choose(3) === 0 ? [{ at, do: 'cancelAtEnd' }] : []
    case 16: {
      const back = at + within(choose, 20)
      return [
        { at, do: 'cancelAtEnd' },
        { at: back, do: 'withdraw' },
      ]
    }
    default:
      return [{ at, do: 'payNow' }]
  }
}
