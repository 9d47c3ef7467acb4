import type { TimerRow } from '../sagas/tables.ts'
import type { ReadModelTables } from '../tables.ts'

/** All that projections write: the read models, and the index of timers. */
export type WrittenTables = ReadModelTables & { readonly timers: TimerRow }

type KeysOf<Tables> = {
  readonly [T in keyof Tables]: readonly [keyof Tables[T] & string, ...(keyof Tables[T] & string)[]]
}

/** Tables whose rows change, with their keys. */
export const keyColumns = {
  users: ['user_id'],
  organisations: ['organisation_id'],
  memberships: ['organisation_id', 'user_id'],
  api_keys: ['key_id'],
  sessions: ['session_id'],
  devices: ['device_id'],
  device_queue: ['device_id', 'job_id'],
  device_queue_depth: ['device_id'],
  jobs: ['job_id'],
  wallets: ['wallet_id'],
  ledger_accounts: ['account', 'asset'],
  saga_instances: ['stream'],
  timers: ['timer_id'],
  quarantine: ['group_name', 'stream'],
} as const satisfies Partial<KeysOf<WrittenTables>>

export type KeyedTable = keyof typeof keyColumns

/** Tables that only grow. */
export type AppendedTable = Exclude<keyof WrittenTables, KeyedTable>

export type Row<Table extends keyof WrittenTables> = WrittenTables[Table]

/** The columns that name one row. */
export type Key<Table extends KeyedTable> = Pick<
  Row<Table>,
  (typeof keyColumns)[Table][number] & keyof Row<Table>
>

/** One text for one key, whatever else the value holds. */
export const keyTextOf = <Table extends KeyedTable>(table: Table, key: Key<Table>): string => {
  const columns: readonly string[] = keyColumns[table]
  const values: Readonly<Record<string, unknown>> = key
  const [only] = columns
  if (only !== undefined && columns.length === 1) return String(values[only])
  return columns.map((column) => String(values[column])).join('\n')
}

/**
 * Tables with rows that events of several streams write, in any order of the streams with the same result. Every other
 * row belongs to one stream: only so can a stream that waited be applied later and leave what a rebuild would.
 */
export const commutingTables: ReadonlySet<KeyedTable> = new Set(['ledger_accounts'])
