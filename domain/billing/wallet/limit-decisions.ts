import type { Decision } from '../../shared/decider.ts'
import { getById, valuesOf } from '../../shared/id-map.ts'
import { reject, type Rejection } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import {
  limitsOn,
  usedAt,
  type LimitEvent,
  type Limits,
  type LimitScope,
  type LimitWindow,
  type Spender,
} from './limits.ts'
import type { WalletFacts } from './transaction.ts'

export type LimitCommand =
  /** Known by its id, it gets another amount; what it limits stays. */
  | {
      readonly type: 'SetSpendingLimit'
      readonly limitId: string
      readonly scope: LimitScope
      /** Whose; an organisation's has none. */
      readonly subjectId?: string
      readonly window: LimitWindow
      readonly amount: bigint
    }
  | { readonly type: 'RemoveSpendingLimit'; readonly limitId: string }

const most = 100

type Of = { readonly limits: Limits; readonly common: WalletFacts }

export const decideLimits = (
  command: LimitCommand,
  { limits, common }: Of,
): Decision<LimitEvent> => {
  const { limitId } = command
  const known = getById(limits, limitId)
  switch (command.type) {
    case 'SetSpendingLimit': {
      const { scope, subjectId, window, amount } = command
      if ((scope === 'ORGANISATION') !== (subjectId === undefined))
        return reject(
          'INVALID_INPUT',
          'A limit names whose it is, unless it is the organisation’s.',
        )
      if (amount < 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A limit is never less than nothing.')
      if (known?.status === 'REMOVED')
        return reject('ALREADY_EXISTS', 'This limit was removed; set another one.')
      if (
        known !== undefined &&
        (known.scope !== scope || known.subjectId !== subjectId || known.window !== window)
      )
        return reject('ALREADY_EXISTS', 'This limit exists, on something else.')
      if (known?.limit === amount) return []
      const set = valuesOf(limits).filter(({ status }) => status === 'SET')
      if (known === undefined) {
        if (set.some((each) => isSame(each, { scope, subjectId, window })))
          return reject('ALREADY_EXISTS', 'There is a limit on this already; change its amount.')
        if (set.length >= most)
          return reject('LIMIT_REACHED', `A wallet has at most ${most} limits.`)
      }
      return [
        {
          type: 'SpendingLimitSet',
          data: {
            ...common,
            ...{ limitId, scope, window },
            ...(subjectId === undefined ? {} : { subjectId }),
            limit: amount.toString(),
            amount: '0',
            postings: [],
          },
        },
      ]
    }
    case 'RemoveSpendingLimit':
      if (known === undefined) return reject('NOT_FOUND', 'There is no such limit.')
      return known.status === 'REMOVED'
        ? []
        : [
            {
              type: 'SpendingLimitRemoved',
              data: { ...common, limitId, amount: '0', postings: [] },
            },
          ]
    default:
      return exhausted(command)
  }
}

type Subject = {
  readonly scope: LimitScope
  readonly subjectId?: string | undefined
  readonly window: LimitWindow
}
const isSame = (a: Subject, b: Subject): boolean =>
  a.scope === b.scope && a.subjectId === b.subjectId && a.window === b.window

/** Why this cannot be spent, if a limit stands against it. */
export const refusedByLimit = (
  limits: Limits,
  spender: Spender | undefined,
  amount: bigint,
  at: string,
): Rejection | undefined => {
  const limit = limitsOn(limits, spender).find((each) => usedAt(each, at) + amount > each.limit)
  if (limit === undefined) return undefined
  const left = limit.limit - usedAt(limit, at)
  return reject(
    'SPENDING_LIMIT_EXCEEDED',
    `The ${limit.window} limit of this ${limit.scope} leaves ${(left < 0n ? 0n : left).toString()} minor units; ${amount.toString()} are needed.`,
  )
}
