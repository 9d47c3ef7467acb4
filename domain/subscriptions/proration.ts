import { msOf } from '../shared/instant.ts'
import { allocate, amountOf, money, type Money } from '../shared/money.ts'

/** A stretch of time by a subscription's own clock, which stands still while it is paused. */
export type Stretch = { readonly usedMs: number; readonly leftMs: number }

/** How much of `start`…`end` is over at `now`, not counting what it was paused. */
export const stretchAt = (
  {
    start,
    end,
    pausedMs,
  }: { readonly start: string; readonly end: string; readonly pausedMs: number },
  now: string,
): Stretch => {
  const whole = msOf(end) - msOf(start) - pausedMs
  const leftMs = Math.min(Math.max(msOf(end) - msOf(now), 0), whole)
  return { usedMs: whole - leftMs, leftMs }
}

/** The part of a price that pays for what is left, to the millisecond; used and left always add up to the price. */
export const priceOfRest = (price: Money, { usedMs, leftMs }: Stretch): Money => {
  if (usedMs + leftMs <= 0) return money(0n, price.asset)
  const [, rest = 0n] = allocate(amountOf(price), [BigInt(usedMs), BigInt(leftMs)])
  return money(rest, price.asset)
}
