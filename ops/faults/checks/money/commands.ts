import { transactionsOf } from '../../../ledger/transactions.ts'
import { placeOf, twice, type LogCheck } from './log-check.ts'

/** Invariants 8 to 10: a command stands under one input, its events and transactions under ids of their own, once. */
export const commands: LogCheck = ({ log }) => {
  const money = transactionsOf(log)
  const inputs = new Map<string, string>()
  const otherwise = money.flatMap(({ event }) => {
    const { commandId, inputHash } = event.metadata
    const key = `${commandId} ${event.stream}`
    const known = inputs.get(key) ?? inputHash
    inputs.set(key, known)
    return known === inputHash ? [] : [`${placeOf(event)}: its command was given another input`]
  })
  return [
    ...otherwise,
    ...twice(log.map(({ id }) => id)).map((id) => `event ${id} stands in the log twice`),
    // What one decision writes in several events are several transactions.
    ...twice(
      money
        .filter(({ facts }) => facts.postings.length > 0)
        .map(({ facts }) => facts.transactionId),
    ).map((id) => `transaction ${id} was booked twice`),
  ]
}
