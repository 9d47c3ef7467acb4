import { accountOf, factsOf } from '../../../domain/billing/ledger/chart.ts'
import { balancesOf, legsOf, signed } from './books.ts'
import type { Check } from './check.ts'

/** Debits equal credits in every transaction, and so at every position; no wallet's account is ever overdrawn. */
export const ledger: Check = ({ log }) => {
  const sums = new Map<string, bigint>()
  const balances = new Map<string, bigint>()
  const wrong: string[] = []
  for (const event of log) {
    const legs = legsOf(event)
    if (legs === undefined) continue
    const at = `${event.stream}@${event.revision.toString()}`
    for (const leg of legs.postings) {
      sums.set(legs.asset, (sums.get(legs.asset) ?? 0n) + signed(leg))
      const account = `${leg.account} in ${legs.asset}`
      balances.set(account, (balances.get(account) ?? 0n) + signed(leg))
    }
    const sum = sums.get(legs.asset) ?? 0n
    if (sum !== 0n) wrong.push(`after ${at} the ledger sums to ${sum.toString()} ${legs.asset}`)
    for (const { account } of legs.postings) {
      const balance = balances.get(`${account} in ${legs.asset}`) ?? 0n
      const known = accountOf(account)
      if (known === undefined || factsOf(known.type).owner !== 'WALLET') continue
      const over = factsOf(known.type).normal === 'CREDIT' ? balance : -balance
      if (over > 0n) wrong.push(`after ${at} ${account} is overdrawn by ${over.toString()}`)
    }
  }
  const open = [...balancesOf(log).values()].flatMap((accounts) =>
    [...accounts].filter(([name, balance]) => name.startsWith('customer_held') && balance !== 0n),
  )
  return [
    ...wrong,
    ...open.map(([name, balance]) => `${name} ends at ${balance.toString()}`),
    ...(sums.size > 0 ? [] : ['the ledger is empty']),
  ]
}
