import { z } from 'zod'
import { MinorUnits } from '../shared/money.ts'

/**
 * Accounts of the ledger, `<type>` or `<type>:<owner>`. Normal side in brackets.
 * customer_credit [credit]: what a wallet may spend · customer_held [credit]: what is reserved ·
 * provider_payable [credit]: owed to a device's owner · commission_revenue [credit]: the hub's share ·
 * operator_grant [debit]: credit that an operator gave.
 */
export const AccountName = z
  .string()
  .regex(
    /^(?:(?:customer_credit|customer_held|provider_payable):[A-Za-z0-9-]+|commission_revenue|operator_grant)$/,
  )

export const Posting = z.strictObject({
  account: AccountName,
  side: z.enum(['DEBIT', 'CREDIT']),
  amount: MinorUnits,
})
export type Posting = z.output<typeof Posting>

/** The legs of one transaction, in one asset. Debits equal credits, or it is not one. */
export const Postings = z
  .array(Posting)
  .refine((legs) => imbalanceOf(legs) === 0n, { message: 'debits and credits differ' })

export const imbalanceOf = (legs: readonly Posting[]): bigint =>
  legs.reduce(
    (sum, leg) => (leg.side === 'DEBIT' ? sum + BigInt(leg.amount) : sum - BigInt(leg.amount)),
    0n,
  )

const leg =
  (side: Posting['side']) =>
  (account: string, amount: bigint): readonly Posting[] =>
    amount === 0n ? [] : [{ account, side, amount: amount.toString() }]

/** A leg of zero says nothing and is left out. */
export const debit = leg('DEBIT')
export const credit = leg('CREDIT')
