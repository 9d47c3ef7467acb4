import { imbalanceOf } from '../../../domain/billing/ledger/postings.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { moneyFilter, transactionOf } from '../../ledger/transactions.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import { wholeLog } from '../../log/whole-log.ts'

export type Proof = {
  readonly transactions: number
  readonly ledgerZero: boolean
  /** What the operator's checks find; nothing, or the books are wrong. */
  readonly findings: readonly string[]
}

/** Adds up the log, event by event: after each of them the debits are the credits, in every asset. */
export const proveEveryPosition = async (eventStore: EventStore): Promise<Proof> => {
  const sums = new Map<string, bigint>()
  let transactions = 0
  let ledgerZero = true
  for await (const events of wholeLog(eventStore, moneyFilter))
    for (const event of events) {
      const transaction = transactionOf(event)
      if (transaction === undefined) continue
      transactions += 1
      const { asset, postings } = transaction.facts
      sums.set(asset, (sums.get(asset) ?? 0n) + imbalanceOf(postings))
      ledgerZero &&= [...sums.values()].every((sum) => sum === 0n)
    }
  const { findings } = await verifyLedger(eventStore)
  return {
    transactions,
    ledgerZero: ledgerZero && transactions > 0,
    findings: findings.map(({ check, finding }) => `${check}: ${finding}`),
  }
}
