import { isMoneyType, type MoneyFacts } from '../../domain/billing/ledger/money-events.ts'
import type { AllFilter, RecordedEvent } from '../../platform/event-store/types.ts'

/** An event that moves money, as it lies in the log. */
export type Transaction = { readonly event: RecordedEvent; readonly facts: MoneyFacts }

/** Streams that move money: nothing else is read for the ledger. */
export const moneyFilter: AllFilter = {
  on: 'stream',
  prefixes: ['wallet-', 'bill-', 'payee-', 'journal-'],
}

/** Read undecoded: the contract refuses what is out of balance, and that is what is looked for. */
export const transactionOf = (event: RecordedEvent): Transaction | undefined =>
  // Every version of these events has held these facts in this form.
  isMoneyType(event.type) ? { event, facts: event.data as MoneyFacts } : undefined

export const transactionsOf = (log: readonly RecordedEvent[]): readonly Transaction[] =>
  log.flatMap((event) => transactionOf(event) ?? [])
