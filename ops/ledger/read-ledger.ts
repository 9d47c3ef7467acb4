import type { ReadDb } from '../../read-api/view/db.ts'
import type { Pool } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import { liveGeneration } from '../../projections/generations/generations.ts'
import { readTrialBalance } from '../../read-api/billing/ledger/trial-balance.ts'
import { tablesOf } from '../../read-api/view/generation.ts'
import { wholeLog } from '../log/whole-log.ts'
import { moneyFilter, transactionOf } from './transactions.ts'
import { addTo, balancesIn, type LedgerPoint, type TrialBalance } from './trial-balance.ts'

/** As the log has it: every event that moves money is read, up to the point's position. */
export const balanceFromLog = async (
  eventStore: EventStore,
  point: LedgerPoint,
): Promise<readonly TrialBalance[]> => {
  const sums: Parameters<typeof addTo>[0] = new Map()
  for await (const events of wholeLog(eventStore, moneyFilter)) {
    for (const event of events) {
      const transaction = transactionOf(event)
      if (transaction !== undefined) addTo(sums, transaction, point)
    }
    const reached = events.at(-1)?.position ?? 0n
    if (point.position !== undefined && reached > point.position) break
  }
  return balancesIn(sums)
}

type Rows = { readonly pool: Pool; readonly db: ReadDb }

/** The same from the rows of the generation that readers follow. */
export const balanceFromRows = async (
  { pool, db }: Rows,
  point: LedgerPoint,
): Promise<readonly TrialBalance[]> => {
  const { generation, position } = await liveGeneration(pool)
  if (point.position !== undefined && point.position > position)
    throw new Error(`the read models are at position ${position.toString()} only`)
  const balances = await readTrialBalance(tablesOf(db)(generation), point)
  return balances.map(({ asset, debits, credits, accounts }) => ({
    asset,
    debits,
    credits,
    accounts: accounts.map((each) => ({
      account: each.account,
      debits: BigInt(each.debits),
      credits: BigInt(each.credits),
    })),
  }))
}
