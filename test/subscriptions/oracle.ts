import type { Plan } from '../../domain/subscriptions/plan.ts'
import type { Deed, Life } from './lives.ts'

/** What becomes of a life, said by nothing but the rules: no line of the hub's own code is used here. */
export type Outcome = {
  readonly status: string
  readonly plan: string
  readonly balance: bigint
  /** `<moment> <amount>` each. */
  readonly charges: readonly string[]
  readonly refunds: readonly string[]
  /** Of the periods, in order: `<index> <start> <end>`. */
  readonly periods: readonly string[]
  /** Of the deeds but for credits: `OK` or the code of the refusal. */
  readonly answers: readonly string[]
}

const day = 24 * 60 * 60 * 1000
const iso = (ms: number): string => new Date(ms).toISOString()

const price = ({ pricing }: Plan): bigint => ('price' in pricing ? BigInt(pricing.price) : 0n)
const isOnce = ({ pricing }: Plan): boolean => pricing.kind === 'ONE_TIME'
const length = ({ pricing }: Plan): number => (pricing.kind === 'YEARLY' ? 12 : 1)
const sameLength = (one: Plan, other: Plan): boolean =>
  isOnce(one) === isOnce(other) && (isOnce(one) || length(one) === length(other))

/** Tries the anchor's day of the month, then the days before it, until there is such a day. */
const monthsLater = (anchor: number, months: number): number => {
  const from = new Date(anchor)
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1)
  const time = anchor % day
  for (let date = from.getUTCDate(); ; date--) {
    const found = first + (date - 1) * day
    if (new Date(found).getUTCMonth() === new Date(first).getUTCMonth()) return found + time
  }
}

/** The nearest whole share of what is left; halves go to what was used. */
const share = (amount: bigint, left: number, whole: number): bigint =>
  whole === 0 ? 0n : (2n * amount * BigInt(left) + BigInt(whole) - 1n) / (2n * BigInt(whole))

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most)

export const expected = (life: Life, horizon: number): Outcome => {
  let balance = 0n
  let status = 'NONE'
  let { plan } = life
  let later: Plan | undefined
  let leaving = false
  let index = 0
  let start = life.startAt
  let end: number | undefined
  let pausedInPeriod = 0
  let anchor = { at: life.startAt, index: 0 }
  /** What was last paid, since when it pays, and for how long that was paused. */
  let paid: { amount: bigint; since: number; paused: number } | undefined
  let owed: { amount: bigint; failedAt?: number } | undefined
  let pause: { at: number; left: number; from: string } | undefined
  const charges: string[] = []
  const refunds: string[] = []
  const periods: string[] = []
  const answers: string[] = []

  const is = (...names: readonly string[]): boolean => names.includes(status)
  const note = (): void => {
    const period = `${index} ${iso(start)} ${end === undefined ? '' : iso(end)}`
    if (periods.at(-1) !== period) periods.push(period)
  }
  const nextTry = (now: number): number | undefined => {
    const failedAt = owed?.failedAt
    if (failedAt === undefined) return undefined
    return [1, 3, 5, 7].map((days) => failedAt + days * day).find((at) => at > now)
  }
  const tryToPay = (now: number): void => {
    if (owed === undefined) return
    if (balance >= owed.amount) {
      balance -= owed.amount
      charges.push(`${iso(now)} ${owed.amount.toString()}`)
      paid = { amount: owed.amount, since: start, paused: 0 }
      owed = undefined
      status = 'ACTIVE'
      return
    }
    owed.failedAt ??= now
    if (is('PENDING')) return
    status = nextTry(now) === undefined ? 'CANCELLED' : 'PAST_DUE'
  }
  const enter = (now: number): void => {
    pausedInPeriod = 0
    paid = undefined
    owed = price(plan) === 0n ? undefined : { amount: price(plan) }
    note()
    tryToPay(now)
  }
  const renew = (from: number, now: number): void => {
    if (leaving) {
      status = 'CANCELLED'
      return
    }
    const next = later ?? plan
    if (!sameLength(next, plan)) anchor = { at: from, index: index + 1 }
    plan = next
    later = undefined
    index += 1
    start = from
    end = isOnce(plan)
      ? undefined
      : monthsLater(anchor.at, (index + 1 - anchor.index) * length(plan))
    status = 'ACTIVE'
    enter(now)
  }
  const leftOver = (now: number): bigint => {
    if (paid === undefined) return 0n
    if (isOnce(plan)) return now - paid.since > 14 * day ? 0n : paid.amount
    const whole = (end ?? now) - paid.since - paid.paused
    return share(paid.amount, clamp((end ?? now) - now, whole), whole)
  }
  const giveBack = (amount: bigint, now: number): void => {
    if (amount === 0n) return
    balance += amount
    refunds.push(`${iso(now)} ${amount.toString()}`)
  }

  /** What time brings before this moment. */
  const live = (to: number): void => {
    for (;;) {
      const due: [number, () => void][] = []
      const ends = end
      if (is('TRIALING', 'ACTIVE') && ends !== undefined)
        due.push([ends, () => renew(ends, clockOf(ends))])
      const again = is('PAST_DUE') ? nextTry(now) : undefined
      if (again !== undefined) due.push([again, () => tryToPay(again)])
      if (is('PENDING')) due.push([life.startAt + day, () => void (status = 'EXPIRED')])
      if (pause !== undefined && is('PAUSED'))
        due.push([pause.at + 180 * day, () => void (status = 'EXPIRED')])
      const [first] = due.toSorted(([one], [other]) => one - other)
      if (first === undefined || first[0] > to) break
      now = Math.max(now, first[0])
      first[1]()
    }
    now = to
  }
  let now = life.startAt - 1
  const clockOf = (at: number): number => Math.max(at, now)

  const change = (to: Plan): string => {
    if (!is('TRIALING', 'ACTIVE')) return 'ILLEGAL_SUBSCRIPTION_TRANSITION'
    if (to.planId === plan.planId) return 'OK'
    if (is('TRIALING')) {
      plan = to
      later = undefined
      return 'OK'
    }
    const renewed = !sameLength(to, plan)
    const cost =
      renewed || end === undefined
        ? price(to)
        : share(
            price(to),
            clamp(end - now, end - start - pausedInPeriod),
            end - start - pausedInPeriod,
          )
    const back = leftOver(now)
    if (cost > 0n && balance + back < cost) return 'OK'
    giveBack(back, now)
    if (cost > 0n) {
      balance -= cost
      charges.push(`${iso(now)} ${cost.toString()}`)
    }
    plan = to
    later = undefined
    paid = cost > 0n ? { amount: cost, since: now, paused: 0 } : undefined
    if (!renewed) return 'OK'
    index += 1
    start = now
    end = isOnce(to) ? undefined : monthsLater(now, length(to))
    anchor = { at: now, index }
    pausedInPeriod = 0
    note()
    return 'OK'
  }
  const resume = (): string => {
    if (pause === undefined) return 'OK'
    const lasted = now - pause.at
    pausedInPeriod += lasted
    if (paid !== undefined) paid.paused += lasted
    if (end !== undefined) {
      end = now + pause.left
      anchor = { at: end, index: index + 1 }
    }
    status = pause.from
    pause = undefined
    note()
    return 'OK'
  }
  const answerTo = (deed: Exclude<Deed, { do: 'credit' }>): string => {
    if (is('CANCELLED', 'EXPIRED')) return 'SUBSCRIPTION_ENDED'
    switch (deed.do) {
      case 'changeNow':
        return change(deed.plan)
      case 'changeAtEnd':
        if (end === undefined) return 'ILLEGAL_SUBSCRIPTION_TRANSITION'
        later = deed.plan.planId === plan.planId ? undefined : deed.plan
        return 'OK'
      case 'unschedule':
        later = undefined
        return 'OK'
      case 'pause':
        if (is('PAUSED')) return 'OK'
        if (!is('TRIALING', 'ACTIVE')) return 'ILLEGAL_SUBSCRIPTION_TRANSITION'
        pause = { at: now, left: (end ?? now) - now, from: status }
        status = 'PAUSED'
        return 'OK'
      case 'resume':
        return resume()
      case 'cancelNow':
        if (deed.refund) giveBack(pause === undefined ? leftOver(now) : leftOverPaused(), now)
        owed = undefined
        status = 'CANCELLED'
        return 'OK'
      case 'cancelAtEnd':
        if (!leaving && (end === undefined || is('PENDING')))
          return 'ILLEGAL_SUBSCRIPTION_TRANSITION'
        leaving = true
        return 'OK'
      case 'withdraw':
        leaving = false
        return 'OK'
      case 'payNow':
        tryToPay(now)
        return 'OK'
    }
  }
  const leftOverPaused = (): bigint => (isOnce(plan) ? leftOver(now) : leftOver(pause?.at ?? now))

  const begin = (): void => {
    now = life.startAt
    status = life.trial ? 'TRIALING' : price(plan) === 0n ? 'ACTIVE' : 'PENDING'
    if (life.trial) {
      end = start + plan.trialDays * day
      anchor = { at: end, index: 1 }
      note()
      return
    }
    end = isOnce(plan) ? undefined : monthsLater(start, length(plan))
    enter(now)
  }

  for (const deed of life.deeds) {
    if (deed.at >= life.startAt && status === 'NONE') begin()
    if (status !== 'NONE') live(deed.at)
    if (deed.do === 'credit') {
      balance += deed.amount
      if (is('PAST_DUE', 'PENDING') && owed !== undefined && balance >= owed.amount)
        tryToPay(deed.at)
    } else answers.push(answerTo(deed))
  }
  if (status === 'NONE') begin()
  live(horizon)
  return { status, plan: plan.name, balance, charges, refunds, periods, answers }
}
