import { getById, setById, valuesOf, type IdMap } from '../../shared/id-map.ts'
import { exhausted } from '../../shared/values.ts'
import type { Burns } from './burns.ts'
import type { GrantEvent, GrantTerms } from './grant-events.ts'

/** Credit with conditions. What is `remaining` is part of what the wallet has available. */
export type Grant = GrantTerms & {
  readonly grantId: string
  readonly status: 'LIVE' | 'EXPIRED' | 'VOIDED'
  readonly granted: bigint
  readonly remaining: bigint
  readonly rolledOver: number
  /** Its place among the wallet's grants. */
  readonly order: number
}
export type Grants = IdMap<Grant>

/** Of an event whose grant is not known here (a fold of part of a wallet) nothing is kept. */
const withGrant = (grants: Grants, grantId: string, change: (grant: Grant) => Grant): Grants => {
  const grant = getById(grants, grantId)
  return grant === undefined ? grants : setById(grants, grantId, change(grant))
}

const moved = (grants: Grants, burns: Burns, sign: 1n | -1n): Grants =>
  burns.reduce(
    (all, { grantId, amount }) =>
      grantId === undefined
        ? all
        : withGrant(all, grantId, (grant) => ({
            ...grant,
            remaining: grant.remaining + sign * BigInt(amount),
          })),
    grants,
  )
export const burned = (grants: Grants, burns: Burns): Grants => moved(grants, burns, -1n)
export const returnedTo = (grants: Grants, burns: Burns): Grants => moved(grants, burns, 1n)

export const evolveGrants = (grants: Grants, { type, data }: GrantEvent): Grants => {
  const { grantId } = data
  const amount = BigInt(data.amount)
  switch (type) {
    case 'CreditGranted': {
      const { category, priority, effectiveAt, expiresAt, applicability, rollover } = data
      return setById(grants, grantId, {
        ...{ grantId, category, priority, effectiveAt },
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(applicability === undefined ? {} : { applicability }),
        ...(rollover === undefined ? {} : { rollover }),
        status: 'LIVE',
        granted: amount,
        remaining: amount,
        rolledOver: 0,
        // Behind all that are known: those that are over may have been left in an earlier book.
        order: valuesOf(grants).reduce((next, { order }) => Math.max(next, order + 1), 0),
      })
    }
    case 'GrantExpired':
      return withGrant(grants, grantId, (grant) => ({
        ...grant,
        status: 'EXPIRED',
        remaining: grant.remaining - amount,
      }))
    case 'GrantRolledOver':
      return withGrant(grants, grantId, (grant) => ({
        ...grant,
        // What was beyond the maximum expired in the same breath.
        status: 'LIVE',
        expiresAt: data.expiresAt,
        rolledOver: grant.rolledOver + 1,
      }))
    case 'GrantVoided':
      return withGrant(grants, grantId, (grant) => ({
        ...grant,
        status: 'VOIDED',
        remaining: grant.remaining - amount,
      }))
    default:
      return exhausted(type)
  }
}
