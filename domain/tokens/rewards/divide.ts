import { allocate } from '../../shared/money.ts'
import type { RewardTerms } from './terms.ts'

/** What one registered computer did in an epoch that counts: whole microseconds of paid time on it. */
export type Work = { readonly computerId: string; readonly microseconds: bigint }

/**
 * An epoch's reward among the computers, in proportion to their work, by largest remainders: the parts add up to what is
 * paid out, which is the pool, or what the work is worth at most when that is less. Computers that get nothing are left out.
 */
export const divide = <Item extends Work>(
  { pool, perSecond }: RewardTerms,
  work: readonly Item[],
): readonly { readonly item: Item; readonly amount: bigint }[] => {
  // In an order of its own, so that the same work is divided the same however it was found.
  const all = work
    .filter(({ microseconds }) => microseconds > 0n)
    .sort((a, b) => (a.computerId < b.computerId ? -1 : 1))
  if (all.length === 0) return []
  const worked = all.reduce((sum, { microseconds }) => sum + microseconds, 0n)
  const worth = (worked * perSecond) / 1_000_000n
  const parts = allocate(
    worth < pool ? worth : pool,
    all.map(({ microseconds }) => microseconds),
  )
  return all.flatMap((item, index) => {
    const amount = parts[index] ?? 0n
    return amount > 0n ? [{ item, amount }] : []
  })
}
