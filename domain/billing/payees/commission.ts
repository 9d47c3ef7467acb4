import { z } from 'zod'
import { msOf } from '../../shared/instant.ts'
import { exhausted, Id } from '../../shared/values.ts'

export const EarningKind = z.enum(['DEVICE', 'APP'])
export type EarningKind = z.output<typeof EarningKind>

/** What a rule is about. An item is an app or a device. */
export const CommissionScope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('ITEM'), itemId: Id }),
  z.strictObject({ of: z.literal('SELLER_KIND'), organisation: Id, kind: EarningKind }),
  z.strictObject({ of: z.literal('SELLER'), organisation: Id }),
  z.strictObject({ of: z.literal('KIND'), kind: EarningKind }),
  z.strictObject({ of: z.literal('ALL') }),
])
export type CommissionScope = z.output<typeof CommissionScope>

export type CommissionRule = {
  readonly ruleId: string
  readonly scope: CommissionScope
  readonly basisPoints: number
  readonly validFrom: string
  readonly validUntil?: string
}

/** What is sold: whose, and which. */
export type Sale = {
  readonly kind: EarningKind
  readonly organisation: string
  readonly itemId: string
  /** What an operator agreed for this listing alone. */
  readonly ofListing?: number
}

/** Whose word counts first: the nearest to what is sold. */
export const precedence = [
  'ITEM',
  'LISTING',
  'SELLER_KIND',
  'SELLER',
  'KIND',
  'ALL',
  'POLICY',
] as const
export type CommissionSource = (typeof precedence)[number]

export type Commission = {
  readonly basisPoints: number
  readonly source: CommissionSource
  readonly ruleId?: string
}

const covers = ({ scope }: CommissionRule, sale: Sale): boolean => {
  switch (scope.of) {
    case 'ITEM':
      return scope.itemId === sale.itemId
    case 'SELLER_KIND':
      return scope.organisation === sale.organisation && scope.kind === sale.kind
    case 'SELLER':
      return scope.organisation === sale.organisation
    case 'KIND':
      return scope.kind === sale.kind
    case 'ALL':
      return true
    default:
      return exhausted(scope)
  }
}

const holdsAt = ({ validFrom, validUntil }: CommissionRule, now: string): boolean =>
  msOf(validFrom) <= msOf(now) && (validUntil === undefined || msOf(now) < msOf(validUntil))

/** The later rule replaces the earlier one; of two that begin together, the one that was made last. */
const latest = (rules: readonly CommissionRule[]): CommissionRule | undefined =>
  rules.reduce<CommissionRule | undefined>(
    (best, rule) =>
      best === undefined || msOf(rule.validFrom) >= msOf(best.validFrom) ? rule : best,
    undefined,
  )

/** The hub's part of such a sale at that time: the first word of `precedence` that there is. `policy` is the house's own. */
export const commissionFor = (
  sale: Sale,
  rules: readonly CommissionRule[],
  policy: number,
  now: string,
): Commission => {
  const said = rules.filter((rule) => covers(rule, sale) && holdsAt(rule, now))
  const words = precedence.map((source): Commission | undefined => {
    switch (source) {
      case 'POLICY':
        return { source, basisPoints: policy }
      case 'LISTING':
        return sale.ofListing === undefined ? undefined : { source, basisPoints: sale.ofListing }
      default: {
        const rule = latest(said.filter(({ scope }) => scope.of === source))
        return rule && { source, basisPoints: rule.basisPoints, ruleId: rule.ruleId }
      }
    }
  })
  return words.find((word) => word !== undefined) ?? { source: 'POLICY', basisPoints: policy }
}
