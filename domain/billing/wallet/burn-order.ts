import { valuesOf } from '../../shared/id-map.ts'
import { msOf } from '../../shared/instant.ts'
import type { Burn, Burns } from './burns.ts'
import type { SpendPurpose } from './grant-events.ts'
import type { Grant, Grants } from './grants.ts'

/** What something is spent on, as far as grants ask. */
export type Use = {
  /** No grant is for budgets of agents alone; one that is for other purposes is not for them. */
  readonly purpose: SpendPurpose | 'AGENT_BUDGET'
  readonly deviceId?: string
  readonly appId?: string
}

type Funds = { readonly available: bigint; readonly grants: Grants }

/** Credit without conditions: paid, without expiry, older than every grant. */
const unconditionalPriority = 50

/** What is available and of no grant. */
export const unconditionalCredit = ({ available, grants }: Funds): bigint =>
  valuesOf(grants).reduce((rest, { remaining }) => rest - remaining, available)

/** Past its date a grant is over, whether that has been booked yet or not. */
export const isOver = ({ status, expiresAt }: Grant, now: string): boolean =>
  status !== 'LIVE' || (expiresAt !== undefined && msOf(expiresAt) <= msOf(now))

const applies = ({ applicability = {} }: Grant, { purpose, deviceId, appId }: Use): boolean => {
  const { deviceIds, appIds, purposes } = applicability
  return (
    (purposes?.some((each) => each === purpose) ?? true) &&
    (deviceIds === undefined || (deviceId !== undefined && deviceIds.includes(deviceId))) &&
    (appIds === undefined || (appId !== undefined && appIds.includes(appId)))
  )
}

const isSpendable = (grant: Grant, use: Use, now: string): boolean =>
  grant.remaining > 0n &&
  !isOver(grant, now) &&
  msOf(grant.effectiveAt) <= msOf(now) &&
  applies(grant, use)

type Source = {
  readonly grantId?: string
  readonly amount: bigint
  /** Compared in turn: priority, expiry, promotional first, creation. */
  readonly rank: readonly [number, number, number, number]
}

const byRank = (a: Source, b: Source): number => {
  const place = a.rank.findIndex((value, index) => value !== b.rank[index])
  return place === -1 ? 0 : (a.rank[place] ?? 0) - (b.rank[place] ?? 0)
}

const never = Number.MAX_SAFE_INTEGER

const sourcesOf = (funds: Funds, use: Use, now: string): readonly Source[] => {
  const grants = valuesOf(funds.grants)
    .filter((grant) => isSpendable(grant, use, now))
    .map(
      ({ grantId, remaining, priority, expiresAt, category, order }): Source => ({
        grantId,
        amount: remaining,
        rank: [
          priority,
          expiresAt === undefined ? never : msOf(expiresAt),
          category === 'PROMOTIONAL' ? 0 : 1,
          order,
        ],
      }),
    )
  const base: Source = {
    amount: unconditionalCredit(funds),
    rank: [unconditionalPriority, never, 1, -1],
  }
  return [...grants, base].toSorted(byRank)
}

/** What of a wallet can be spent on this at this moment: grants that have begun, are not over, and are for it. */
export const spendableOn = (funds: Funds, use: Use, now: string): bigint =>
  sourcesOf(funds, use, now).reduce((sum, { amount }) => sum + amount, 0n)

/** The parts of `amount` by burn order: priority, then the sooner expiry, then promotional, then the older. At most what is spendable. */
export const burnsFor = (funds: Funds, amount: bigint, use: Use, now: string): Burns => {
  const burns: Burn[] = []
  let left = amount
  for (const { grantId, amount: there } of sourcesOf(funds, use, now)) {
    const part = there < left ? there : left
    left -= part
    if (part > 0n)
      burns.push({ ...(grantId === undefined ? {} : { grantId }), amount: part.toString() })
  }
  return burns
}
