import { z } from 'zod'
import { MinorUnits } from '../../shared/money.ts'
import { inBalance, unbalanced } from './postings.ts'

/** Accounts as wallets stored them at first. Contracts of the past: new events use `postingsMovedBy`. */
export const AccountName = z
  .string()
  .regex(
    /^(?:(?:customer_credit|customer_held|provider_payable):[A-Za-z0-9-]+|commission_revenue|operator_grant)$/,
  )

/** Those, and the accounts of apps' sellers. */
export const MarketAccountName = z
  .string()
  .regex(
    /^(?:(?:customer_credit|customer_held|provider_payable|seller_payable):[A-Za-z0-9-]+|commission_revenue|operator_grant)$/,
  )

const postingOn = <Account extends z.ZodType<string>>(account: Account) =>
  z.strictObject({ account, side: z.enum(['DEBIT', 'CREDIT']), amount: MinorUnits })

export const Posting = postingOn(AccountName)

export const Postings = z.array(Posting).refine(inBalance, unbalanced)
export const MarketPostings = z.array(postingOn(MarketAccountName)).refine(inBalance, unbalanced)
