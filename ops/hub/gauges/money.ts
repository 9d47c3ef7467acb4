import { sql, type Kysely } from 'kysely'
import { observe } from '../../../platform/telemetry/metrics/instruments.ts'
import type { HubTables } from '../connections.ts'
import { atMostEvery } from '../roles/at-most-every.ts'
import { followed } from '../saga-rows.ts'

/** Sums of a kind of account. What a metric holds is a float: beyond 2^53 minor units it tells the magnitude only. */
const accountsOf = async (db: Kysely<HubTables>) =>
  (await followed(db))
    .selectFrom('ledger_accounts')
    .groupBy(['asset', 'type', 'normal'])
    .select([
      'asset',
      'type',
      'normal',
      sql<string>`sum(debits)::text`.as('debits'),
      sql<string>`sum(credits)::text`.as('credits'),
    ])
    .execute()

const findingsOf = async (db: Kysely<HubTables>) =>
  (await followed(db))
    .selectFrom('reconciliation_findings')
    .where('status', '=', 'OPEN')
    .groupBy('code')
    .select(['code', sql<number>`count(*)::float8`.as('open')])
    .execute()

const names = [
  'qh.ledger.balance',
  'qh.ledger.out_of_balance',
  'qh.reconciliation.findings',
] as const

/** Gauges of the books, whole amounts compared before anything is rounded; until they are forgotten. */
export const moneyGauges = (
  db: Kysely<HubTables>,
  everyMs: number,
  onTrouble: (error: unknown) => void,
): (() => void) => {
  const seen = new Set<string>()
  const ask = atMostEvery(everyMs, async () => {
    const [accounts, findings] = await Promise.all([accountsOf(db), findingsOf(db)])
    return { accounts, findings }
  })
  return observe(names, async (tell) => {
    try {
      const { accounts, findings } = await ask()
      const differences = new Map<string, bigint>()
      for (const { asset, type: account, normal, debits, credits } of accounts) {
        const grown = BigInt(debits) - BigInt(credits)
        tell('qh.ledger.balance', Number(normal === 'DEBIT' ? grown : -grown), { asset, account })
        differences.set(asset, (differences.get(asset) ?? 0n) + grown)
      }
      for (const [asset, difference] of differences)
        tell('qh.ledger.out_of_balance', difference === 0n ? 0 : 1, { asset })
      for (const { code } of findings) seen.add(code)
      // A kind that was settled is told of as 0: silence would look like the last value.
      for (const code of seen)
        tell('qh.reconciliation.findings', findings.find((each) => each.code === code)?.open ?? 0, {
          code,
        })
    } catch (error) {
      onTrouble(error)
    }
  })
}
