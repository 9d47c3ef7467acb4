import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById, valuesOf, type IdMap } from '../../shared/id-map.ts'
import { MinorUnits } from '../../shared/money.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { WalletTransaction } from './transaction.ts'

/** Whose spending is limited. */
export const LimitScope = z.enum(['ORGANISATION', 'DEVICE', 'API_KEY', 'SESSION', 'USER'])
export type LimitScope = z.output<typeof LimitScope>

/** In what time, by the calendar in UTC. */
export const LimitWindow = z.enum(['DAY', 'MONTH', 'TOTAL'])
export type LimitWindow = z.output<typeof LimitWindow>

/** Who spends, by what, and where. */
export const Spender = z.strictObject({
  userId: Id.exactOptional(),
  apiKeyId: Id.exactOptional(),
  sessionId: Id.exactOptional(),
  deviceId: Id.exactOptional(),
})
export type Spender = z.output<typeof Spender>

const OfLimit = WalletTransaction.extend({ limitId: Id })
export const limitDefinitions = [
  // No money moves by either.
  defineEvent(
    'SpendingLimitSet',
    1,
    OfLimit.extend({
      scope: LimitScope,
      subjectId: Id.exactOptional(),
      window: LimitWindow,
      limit: MinorUnits,
    }),
  ),
  defineEvent('SpendingLimitRemoved', 1, OfLimit),
] as const
export type LimitEvent = EventOf<(typeof limitDefinitions)[number]>

/** Counts from when it was first set. Holds count from their creation, by the window in which they were created. */
export type Limit = {
  readonly status: 'SET' | 'REMOVED'
  readonly limitId: string
  readonly scope: LimitScope
  readonly subjectId?: string
  readonly window: LimitWindow
  readonly limit: bigint
  readonly used: bigint
  /** The window that `used` is of. */
  readonly usedIn: string
}
export type Limits = IdMap<Limit>

/** What was counted against which limits, and when: so much of it can be given back. */
export type Counted = { readonly limitIds: readonly string[]; readonly at: string }

/** The name of the window that a moment (ISO 8601, UTC) lies in. */
export const windowAt = (window: LimitWindow, at: string): string => {
  switch (window) {
    case 'DAY':
      return at.slice(0, 10)
    case 'MONTH':
      return at.slice(0, 7)
    case 'TOTAL':
      return ''
    default:
      return exhausted(window)
  }
}

/** The window that counts at a moment. It never goes back: a clock that is behind would forget what was counted. */
export const laterWindow = (window: LimitWindow, at: string, known: string): string => {
  const here = windowAt(window, at)
  return here > known ? here : known
}

export const usedAt = ({ window, used, usedIn }: Limit, at: string): bigint =>
  laterWindow(window, at, usedIn) === usedIn ? used : 0n

const concerns = ({ scope, subjectId: named }: Limit, spender: Spender): boolean => {
  // Ids are the same in any case; some limits were set before the door wrote them in lower case.
  const subjectId = named?.toLowerCase()
  switch (scope) {
    case 'ORGANISATION':
      return true
    case 'DEVICE':
      return spender.deviceId === subjectId
    case 'API_KEY':
      return spender.apiKeyId === subjectId
    case 'SESSION':
      return spender.sessionId === subjectId
    case 'USER':
      return spender.userId === subjectId
    default:
      return exhausted(scope)
  }
}

export const limitsOn = (limits: Limits, spender: Spender = {}): readonly Limit[] =>
  valuesOf(limits).filter((limit) => limit.status === 'SET' && concerns(limit, spender))

export const evolveLimits = (limits: Limits, { type, data }: LimitEvent): Limits => {
  const known = getById(limits, data.limitId)
  switch (type) {
    case 'SpendingLimitSet': {
      const { limitId, scope, subjectId, window, at } = data
      const limit = BigInt(data.limit)
      return setById(
        limits,
        limitId,
        known === undefined
          ? {
              ...{ status: 'SET', limitId, scope, window, limit },
              ...(subjectId === undefined ? {} : { subjectId }),
              used: 0n,
              usedIn: windowAt(window, at),
            }
          : { ...known, limit },
      )
    }
    case 'SpendingLimitRemoved':
      return known === undefined
        ? limits
        : setById(limits, data.limitId, { ...known, status: 'REMOVED' })
    default:
      return exhausted(type)
  }
}

/** Counts an amount against every limit on this spender. */
export const count = (
  limits: Limits,
  spender: Spender | undefined,
  amount: bigint,
  at: string,
): { readonly limits: Limits; readonly counted: Counted } => {
  const hit = limitsOn(limits, spender)
  const after = hit.reduce(
    (all, limit) =>
      setById(all, limit.limitId, {
        ...limit,
        used: usedAt(limit, at) + amount,
        usedIn: laterWindow(limit.window, at, limit.usedIn),
      }),
    limits,
  )
  return { limits: after, counted: { limitIds: hit.map(({ limitId }) => limitId), at } }
}

/** What was counted comes back, where its window is still the one that counts. */
export const uncount = (limits: Limits, { limitIds, at }: Counted, amount: bigint): Limits =>
  limitIds.reduce((all, limitId) => {
    const limit = getById(all, limitId)
    return limit === undefined || windowAt(limit.window, at) !== limit.usedIn
      ? all
      : setById(all, limitId, { ...limit, used: limit.used - amount })
  }, limits)
