import type {
  BilledUsage,
  BillCycle,
  BillPeriod,
  Cut,
} from '../../../domain/billing/bills/cycle.ts'
import { totalOf, type BillLine } from '../../../domain/billing/bills/lines.ts'
import { billingProfile } from '../../../domain/billing/bills/profile.ts'
import { monthOf } from '../../../domain/billing/metering/months.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { jobLines } from './job-lines.ts'
import { subscriptionLines } from './subscription-lines.ts'
import { putOff, usageLines } from './usage-lines.ts'
import { walletUse } from './wallet-use.ts'

export type WalletToBill = {
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
}

/** All that a bill of one period is made of. Without lines there is none. */
export type Gathered = {
  readonly billId: string
  readonly index: number
  readonly period: BillPeriod
  readonly cut?: Cut
  readonly usage: readonly BilledUsage[]
  readonly lines: readonly BillLine[]
}

/** The bill of a wallet's next period: the same, whoever asks, and however often. */
export const billIdOf = (walletId: string, index: number): string =>
  derivedId('bill', walletId, index.toString())

/**
 * Everything that has not been billed yet, up to this moment: what the wallet paid for behind the last cut, and what metered
 * usage costs beyond what was billed of it. It is read off the log, and all of it, or nothing is answered.
 */
export const gather = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  { walletId, organisation, asset }: WalletToBill,
  cycle: BillCycle,
  end: string,
): Promise<Gathered | Rejection | Failure> => {
  const log = { eventStore, foldCache }
  const index = cycle.next
  const billId = billIdOf(walletId, index)
  const last = instantOf(msOf(end) - 1)
  const { events, cut, since = last } = await walletUse(eventStore, walletId, cycle.cut, end)
  const start = cycle.end ?? `${monthOf(since)}-01T00:00:00.000Z`
  const settled = [
    ...(await jobLines(log, billId, events)),
    ...(await subscriptionLines(log, events)),
  ]
  const gathered = {
    ...{ billId, index, period: { start, end }, usage: [], lines: settled },
    ...(cut === undefined ? {} : { cut }),
  }
  const { state: profile } = await load(eventStore, foldCache, billingProfile, organisation)
  const { priceBook } = profile.terms
  if (priceBook?.asset !== asset) return gathered
  const { priceBookId } = priceBook
  const metered = await usageLines(log, { billId, organisation, priceBookId, cycle, start, end })
  if ('rejected' in metered || 'code' in metered) return metered
  // Nobody is billed less than nothing: what is to be given back waits for what is to be paid.
  if (totalOf(metered.lines) < 0n) return { ...gathered, usage: putOff(metered.usage, cycle) }
  return { ...gathered, usage: metered.usage, lines: [...settled, ...metered.lines] }
}
