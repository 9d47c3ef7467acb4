import { transactionsOf } from '../../../ledger/transactions.ts'
import { placeOf, type LogCheck } from './log-check.ts'

const day = 86_400_000
const largest = 10n ** 36n

/** Invariant 7: amounts and times are within bounds: nothing is booked ahead, or recorded at another time than it was. */
export const bounds: LogCheck = ({ log }) =>
  transactionsOf(log).flatMap(({ event, facts: { at, bookedAt = at, postings } }) => {
    const place = placeOf(event)
    const apart = Math.abs(Date.parse(at) - Date.parse(event.metadata.occurredAt))
    return [
      ...(Date.parse(bookedAt) <= Date.parse(at) ? [] : [`${place} is booked ahead: ${bookedAt}`]),
      ...(apart <= day ? [] : [`${place} says ${at}, and was recorded at another time`]),
      ...postings.flatMap(({ account, amount }) =>
        BigInt(amount) < largest ? [] : [`${place}: ${amount} on ${account}`],
      ),
    ]
  })
