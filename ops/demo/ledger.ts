import type { GraphqlClient } from '../client/graphql-client.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Person } from '../client/sign-up.ts'
import { hold } from './expect.ts'

type Leg = { readonly account: string; readonly side: 'DEBIT' | 'CREDIT'; readonly amount: string }
type Balance = {
  readonly asset: string
  readonly balanced: boolean
  readonly debits: { readonly amount: string; readonly decimal: string }
  readonly accounts: readonly {
    readonly account: string
    readonly balance: { readonly decimal: string }
  }[]
}

const query =
  '{ ledgerTrialBalance { asset balanced debits { amount decimal } accounts { account balance { decimal } } } }'
const page = 500

/** Every posting of the log, added up by asset from the events themselves, not from any read model. */
const sumOfLog = async (
  eventStore: EventStore,
): Promise<{ readonly events: number; readonly sums: ReadonlyMap<string, bigint> }> => {
  const sums = new Map<string, bigint>()
  let events = 0
  let from: bigint | undefined
  for (;;) {
    const recorded = await eventStore.readAll({
      maxCount: page,
      ...(from === undefined ? {} : { from }),
      filter: { on: 'stream', regex: '^[^$]' },
    })
    for (const { data, stream } of recorded) {
      events += 1
      if (!stream.startsWith('wallet-')) continue
      // Wallet events all carry their legs and asset; the log's contract says so.
      const { postings, asset } = data as {
        readonly postings: readonly Leg[]
        readonly asset: string
      }
      for (const { side, amount } of postings)
        sums.set(
          asset,
          (sums.get(asset) ?? 0n) + (side === 'DEBIT' ? BigInt(amount) : -BigInt(amount)),
        )
    }
    const last = recorded.at(-1)
    if (last === undefined) return { events, sums }
    from = last.position
  }
}

/** Proves twice that the ledger sums to zero: from the read model, and from the log. */
export const proveLedger = async (
  graphql: GraphqlClient,
  eventStore: EventStore,
  { token }: Person,
  line: (text: string) => void,
): Promise<{ readonly ledgerZero: boolean; readonly events: number }> => {
  const { ledgerTrialBalance } = await graphql<{ readonly ledgerTrialBalance: readonly Balance[] }>(
    query,
    {},
    token,
  )
  hold(ledgerTrialBalance.length > 0, 'the ledger is empty')
  for (const { asset, accounts, debits, balanced } of ledgerTrialBalance) {
    for (const { account, balance } of accounts)
      line(`  ${account.replace(/:.*/, '').padEnd(20)} ${balance.decimal.padStart(12)} ${asset}`)
    line(`  debits = credits = ${debits.decimal} ${asset}: ${balanced ? 'balanced' : 'BROKEN'}`)
  }
  const { events, sums } = await sumOfLog(eventStore)
  const zero = [...sums.values()].every((sum) => sum === 0n) && sums.size > 0
  line(`  added up again from ${events} events of the log: ${zero ? 'zero' : 'NOT ZERO'}`)
  return { ledgerZero: zero && ledgerTrialBalance.every(({ balanced }) => balanced), events }
}
