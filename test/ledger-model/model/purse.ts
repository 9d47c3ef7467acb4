/** Part of an amount, and the grant that it came out of; none for credit without conditions. */
export type Part = { readonly grant?: string; readonly amount: number }

export type GrantModel = {
  left: number
  readonly promotional: boolean
  readonly priority: number
  readonly from: number
  until: number
  readonly device?: string
  readonly rollover?: { readonly maximum: number; readonly days: number; readonly times: number }
  readonly size: number
  rolled: number
  over?: 'EXPIRED' | 'VOIDED'
  readonly order: number
}

export type LimitModel = {
  readonly scope: 'ORGANISATION' | 'USER' | 'DEVICE'
  readonly subject?: string
  readonly window: 'DAY' | 'MONTH' | 'TOTAL'
  limit: number
  used: number
  usedIn: string
  removed: boolean
}
export type Spending = { readonly user?: string; readonly device?: string }
export type Counted = { readonly limits: readonly string[]; readonly at: number }

/** What may be spent: credit without conditions, grants, and the limits on it. */
export type Purse = {
  base: number
  readonly grants: Map<string, GrantModel>
  readonly limits: Map<string, LimitModel>
}

export const isOver = (grant: GrantModel, now: number): boolean =>
  grant.over !== undefined || grant.until <= now

type Candidate = {
  readonly grant?: string
  readonly there: number
  readonly rank: readonly number[]
}

const candidates = (
  purse: Purse,
  device: string | undefined,
  now: number,
): readonly Candidate[] => {
  const found: Candidate[] = [{ there: purse.base, rank: [50, Infinity, 1, -1] }]
  for (const [grant, each] of purse.grants)
    if (
      each.left > 0 &&
      !isOver(each, now) &&
      each.from <= now &&
      (each.device === undefined || each.device === device)
    )
      found.push({
        grant,
        there: each.left,
        rank: [each.priority, each.until, each.promotional ? 0 : 1, each.order],
      })
  return found.sort((a, b) => {
    for (let place = 0; place < 4; place += 1) {
      const [one = 0, other = 0] = [a.rank[place], b.rank[place]]
      if (one !== other) return one < other ? -1 : 1
    }
    return 0
  })
}

export const spendable = (purse: Purse, device: string | undefined, now: number): number =>
  candidates(purse, device, now).reduce((sum, { there }) => sum + there, 0)

export const take = (
  purse: Purse,
  amount: number,
  device: string | undefined,
  now: number,
): readonly Part[] => {
  const parts: Part[] = []
  let left = amount
  for (const { grant, there } of candidates(purse, device, now)) {
    const part = Math.min(there, left)
    if (part === 0) continue
    left -= part
    const known = grant === undefined ? undefined : purse.grants.get(grant)
    if (known === undefined) purse.base -= part
    else known.left -= part
    parts.push(grant === undefined ? { amount: part } : { grant, amount: part })
  }
  return parts
}

/** The last so much of the parts, and what stays of them. */
export const lastOf = (
  parts: readonly Part[],
  amount: number,
): { readonly kept: readonly Part[]; readonly back: readonly Part[] } => {
  const kept: Part[] = []
  const back: Part[] = []
  let stays = parts.reduce((sum, part) => sum + part.amount, 0) - amount
  for (const part of parts) {
    const here = Math.min(stays, part.amount)
    stays -= here
    if (here > 0) kept.push({ ...part, amount: here })
    if (here < part.amount) back.push({ ...part, amount: part.amount - here })
  }
  return { kept, back }
}

/** Parts come back to where they came from; a refund of paid credit outlives its grant, unless that was voided. Answers the grants that got something. */
export const putBack = (
  purse: Purse,
  parts: readonly Part[],
  now: number,
  isRefund: boolean,
): ReadonlySet<string> => {
  const reached = new Set<string>()
  for (const { grant, amount } of parts) {
    const known = grant === undefined ? undefined : purse.grants.get(grant)
    const isPaid = known !== undefined && !known.promotional && known.over !== 'VOIDED'
    const saved = isRefund && isPaid && isOver(known, now)
    if (grant === undefined || known === undefined || saved) purse.base += amount
    else {
      known.left += amount
      reached.add(grant)
    }
  }
  return reached
}

const windowOf = (window: LimitModel['window'], at: number): string => {
  const text = new Date(at).toISOString()
  return window === 'DAY' ? text.slice(0, 10) : window === 'MONTH' ? text.slice(0, 7) : ''
}

const usedAt = (limit: LimitModel, now: number): number =>
  windowOf(limit.window, now) === limit.usedIn ? limit.used : 0

const limitsOn = (purse: Purse, { user, device }: Spending): readonly [string, LimitModel][] =>
  [...purse.limits].filter(
    ([, { removed, scope, subject }]) =>
      !removed &&
      (scope === 'ORGANISATION' || (scope === 'USER' ? user === subject : device === subject)),
  )

export const isBeyondLimit = (
  purse: Purse,
  spending: Spending,
  amount: number,
  now: number,
): boolean => limitsOn(purse, spending).some(([, each]) => usedAt(each, now) + amount > each.limit)

export const count = (purse: Purse, spending: Spending, amount: number, now: number): Counted => {
  const hit = limitsOn(purse, spending)
  for (const [, limit] of hit) {
    limit.used = usedAt(limit, now) + amount
    limit.usedIn = windowOf(limit.window, now)
  }
  return { limits: hit.map(([id]) => id), at: now }
}

export const uncount = (purse: Purse, { limits, at }: Counted, amount: number): void => {
  for (const id of limits) {
    const limit = purse.limits.get(id)
    if (limit !== undefined && windowOf(limit.window, at) === limit.usedIn) limit.used -= amount
  }
}

export const openLimit = (
  window: LimitModel['window'],
  now: number,
): Pick<LimitModel, 'used' | 'usedIn' | 'removed'> => ({
  used: 0,
  usedIn: windowOf(window, now),
  removed: false,
})
