import { z } from 'zod'
import { MinorUnits } from '../../shared/money.ts'
import { accountOf, mayMove, type Mover, type Side } from './chart.ts'

/** An account of the chart. The chart may grow without a new version of what is stored. */
export const LedgerAccount = z
  .string()
  .regex(/^[a-z]+(?:_[a-z]+)*(?::[A-Za-z0-9-]+)?$/)
  .refine((name) => accountOf(name) !== undefined, { message: 'the chart has no such account' })

export const LedgerPosting = z.strictObject({
  account: LedgerAccount,
  side: z.enum(['DEBIT', 'CREDIT']),
  amount: MinorUnits,
})
export type Posting = z.output<typeof LedgerPosting>

/** Debits less credits: zero, or it is no transaction. */
export const imbalanceOf = (legs: readonly Pick<Posting, 'side' | 'amount'>[]): bigint =>
  legs.reduce(
    (sum, leg) => (leg.side === 'DEBIT' ? sum + BigInt(leg.amount) : sum - BigInt(leg.amount)),
    0n,
  )

export const inBalance = (legs: readonly Posting[]): boolean => imbalanceOf(legs) === 0n
export const unbalanced = { message: 'debits and credits differ' }

/** The legs of one transaction, in one asset, on accounts that streams of this category may move. */
export const postingsMovedBy = (mover: Mover) =>
  z
    .array(LedgerPosting)
    .refine(inBalance, unbalanced)
    .refine((legs) => legs.every(({ account }) => mayMove(mover, account)), {
      message: `a ${mover} moves an account that is not its own`,
    })

const leg =
  (side: Side) =>
  (account: string, amount: bigint): readonly Posting[] =>
    amount === 0n ? [] : [{ account, side, amount: amount.toString() }]

/** A leg of zero says nothing and is left out. */
export const debit = leg('DEBIT')
export const credit = leg('CREDIT')

/** The reversal: the same legs on the other sides. */
export const swapped = (legs: readonly Posting[]): readonly Posting[] =>
  legs.map((each) => ({ ...each, side: each.side === 'DEBIT' ? 'CREDIT' : 'DEBIT' }))
