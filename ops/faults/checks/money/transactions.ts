import { accountOf, mayMove, type Mover } from '../../../../domain/billing/ledger/chart.ts'
import { moneyStreams } from '../../../../domain/billing/ledger/money-events.ts'
import { imbalanceOf } from '../../../../domain/billing/ledger/postings.ts'
import { transactionsOf } from '../../../ledger/transactions.ts'
import { placeOf, type LogCheck } from './log-check.ts'

const movers: ReadonlySet<string> = new Set(moneyStreams.map(({ mover }) => mover))
const isMover = (category: string): category is Mover => movers.has(category)

/** Invariant 1: debits equal credits in every transaction, and so at every position; each account is moved by its own. */
export const transactions: LogCheck = ({ log }) =>
  transactionsOf(log).flatMap(({ event, facts: { asset, postings } }) => {
    const place = placeOf(event)
    const imbalance = imbalanceOf(postings)
    const category = event.stream.slice(0, event.stream.indexOf('-'))
    return [
      ...(imbalance === 0n
        ? []
        : [`after ${place} the ledger sums to ${imbalance.toString()} ${asset}`]),
      ...(isMover(category) ? [] : [`${place} moves money, and no ${category} may`]),
      ...postings.flatMap(({ account, amount }) => [
        ...(accountOf(account) === undefined ? [`${place}: the chart has no ${account}`] : []),
        ...(!isMover(category) || mayMove(category, account)
          ? []
          : [`${place}: ${account} is not a ${category}'s to move`]),
        ...(BigInt(amount) > 0n ? [] : [`${place}: a leg of nothing on ${account}`]),
      ]),
    ]
  })
