import type { Decision } from '../../shared/decider.ts'
import { getById, valuesOf } from '../../shared/id-map.ts'
import { instantOf, msOf } from '../../shared/instant.ts'
import { isOddlyScaled } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import type { Deciding } from './deciding.ts'
import type { GrantCategory, GrantEvent, GrantTerms } from './grant-events.ts'
import type { Grant } from './grants.ts'
import { accountsOf, oddlyScaled, type WalletFacts } from './transaction.ts'

export type GrantCommand =
  /** Known by its id, once. */
  | {
      readonly type: 'GrantCredit'
      readonly grantId: string
      readonly amount: bigint
      readonly terms: GrantTerms
      readonly reason: string
    }
  /** Ends a grant whose time is over, or rolls it over; one that has time stays as it is. */
  | { readonly type: 'ExpireGrant'; readonly grantId: string }
  | { readonly type: 'VoidGrant'; readonly grantId: string; readonly reason: string }

const mostLive = 500
const dayMs = 86_400_000

export const decideGrants = (command: GrantCommand, of: Deciding): Decision<GrantEvent> => {
  const { state, common } = of
  const { grantId } = command
  const known = getById(state.grants, grantId)
  if (command.type === 'GrantCredit') return grant(command, known, of)
  if (known === undefined) return reject('NOT_FOUND', 'There is no such grant.')
  switch (command.type) {
    case 'ExpireGrant':
      return expire(known, of)
    case 'VoidGrant':
      if (known.status === 'VOIDED') return []
      if (known.status === 'EXPIRED')
        return reject('ALREADY_RESOLVED', 'This grant has expired already.')
      return [voided(known, command.reason, common)]
    default:
      return exhausted(command)
  }
}

type GrantCredit = Extract<GrantCommand, { type: 'GrantCredit' }>

const grant = (
  { grantId, amount, terms, reason }: GrantCredit,
  known: Grant | undefined,
  { state, common }: Deciding,
): Decision<GrantEvent> => {
  const { effectiveAt, expiresAt, category, rollover } = terms
  if (known !== undefined)
    return known.granted === amount
      ? []
      : reject('ALREADY_EXISTS', 'This grant exists with another amount.')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A grant is more than nothing.')
  if (state.asset === undefined && isOddlyScaled(common.asset)) return oddlyScaled(common.asset)
  const end = expiresAt === undefined ? Infinity : msOf(expiresAt)
  if (end <= msOf(effectiveAt) || end <= msOf(common.at))
    return reject('INVALID_INPUT', 'A grant expires in the future, after it has begun.')
  if (rollover !== undefined && expiresAt === undefined)
    return reject('INVALID_INPUT', 'What never expires is not rolled over.')
  const live = valuesOf(state.grants).filter(({ status }) => status === 'LIVE')
  if (live.length >= mostLive)
    return reject('LIMIT_REACHED', `A wallet has at most ${mostLive} live grants.`)
  const { spendable } = accountsOf(common)
  const postings = [...debit(funding[category], amount), ...credit(spendable, amount)]
  const data = { ...common, amount: amount.toString(), grantId, ...terms, reason, postings }
  return [{ type: 'CreditGranted', data }]
}

/** Who pays for credit that is given. */
const funding: Readonly<Record<GrantCategory, string>> = {
  PAID: 'operator_grant',
  PROMOTIONAL: 'promotion_expense',
}
/** Whose gain it is when credit expires. */
const breakage: Readonly<Record<GrantCategory, string>> = {
  PAID: 'breakage_revenue',
  PROMOTIONAL: 'promotion_expense',
}

const expire = (known: Grant, { common, secondId }: Deciding): Decision<GrantEvent> => {
  const { status, expiresAt, rollover, rolledOver, remaining, grantId } = known
  const over = expiresAt !== undefined && msOf(expiresAt) <= msOf(common.at)
  if (status !== 'LIVE' || !over) return []
  if (rollover === undefined || rolledOver >= rollover.times) return [lapsed(known, common)]
  const maximum = BigInt(rollover.maximum)
  const kept = remaining < maximum ? remaining : maximum
  const beyond = remaining - kept
  const until = instantOf(msOf(expiresAt) + rollover.days * dayMs)
  const rolled: GrantEvent = {
    type: 'GrantRolledOver',
    data: {
      ...{ ...common, transactionId: secondId, amount: '0', postings: [], grantId },
      kept: kept.toString(),
      expiresAt: until,
    },
  }
  return beyond === 0n ? [rolled] : [lapsed({ ...known, remaining: beyond }, common), rolled]
}

const lapsed = ({ grantId, category, remaining }: Grant, common: WalletFacts): GrantEvent => ({
  type: 'GrantExpired',
  data: {
    ...{ ...common, amount: remaining.toString(), grantId, category },
    postings: [
      ...debit(accountsOf(common).spendable, remaining),
      ...credit(breakage[category], remaining),
    ],
  },
})

const voided = (
  { grantId, category, remaining }: Grant,
  reason: string,
  common: WalletFacts,
): GrantEvent => ({
  type: 'GrantVoided',
  data: {
    ...{ ...common, amount: remaining.toString(), grantId, category, reason },
    postings: [
      ...debit(accountsOf(common).spendable, remaining),
      ...credit(funding[category], remaining),
    ],
  },
})

/** What came back to grants that were over by then goes the way that the rest of them went. */
export const lapses = (
  grants: readonly Grant[],
  facts: (name: string) => WalletFacts,
): readonly GrantEvent[] =>
  grants.flatMap((each) => {
    if (each.status === 'LIVE' || each.remaining === 0n) return []
    const common = facts(`lapse ${each.grantId}`)
    return [
      each.status === 'EXPIRED'
        ? lapsed(each, common)
        : voided(each, 'Came back after it.', common),
    ]
  })
