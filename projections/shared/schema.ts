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
  invitations: ['invitation_id'],
  api_keys: ['key_id'],
  sessions: ['session_id'],
  profiles: ['user_id'],
  key_usage: ['usage_id'],
  key_activity: ['key_id'],
  mfa: ['user_id'],
  linked_identities: ['identity_id'],
  devices: ['device_id'],
  device_queue: ['device_id', 'job_id'],
  device_queue_depth: ['device_id'],
  jobs: ['job_id'],
  wallets: ['wallet_id'],
  credit_grants: ['grant_id'],
  wallet_limits: ['wallet_id'],
  wallet_spendings: ['spending_id'],
  subscriptions: ['subscription_id'],
  subscription_charges: ['charge_id'],
  subscription_keys: ['key_id'],
  app_usage: ['usage_id'],
  ledger_accounts: ['account', 'asset'],
  journal_entries: ['entry_id'],
  meters: ['key'],
  usage_events: ['usage_id'],
  price_books: ['price_book_id'],
  bills: ['bill_id'],
  payments: ['payment_id'],
  saved_cards: ['organisation'],
  payees: ['organisation'],
  payee_balances: ['organisation', 'asset'],
  payouts: ['payout_id'],
  settlement_runs: ['run_id'],
  reconciliation_findings: ['finding_id'],
  chains: ['chain'],
  linked_addresses: ['address_key'],
  token_transfers: ['transfer_id'],
  exchanges: ['exchange_id'],
  chain_entries: ['entry_id'],
  chain_transactions: ['transaction_id'],
  hub_parameters: ['name'],
  commission_rules: ['rule_id'],
  projects: ['project_id'],
  project_circuits: ['project_id', 'circuit_id'],
  apps: ['app_id'],
  app_texts: ['app_id'],
  app_pages: ['app_id', 'page_id'],
  app_versions: ['version_id'],
  app_counts: ['app_id'],
  app_likes: ['like_id'],
  saga_instances: ['stream'],
  listings: ['app_id'],
  listing_plans: ['app_id', 'plan_id'],
  listing_changes: ['request_id'],
  reviews: ['review_id'],
  app_ratings: ['app_id'],
  app_metrics: ['app_id'],
  counted_subscriptions: ['subscription_id'],
  app_runs: ['job_id'],
  notification_facts: ['stream'],
  notification_preferences: ['user_id'],
  notification_read_marks: ['user_id'],
  webhook_endpoints: ['endpoint_id'],
  webhook_messages: ['message_id'],
  timers: ['timer_id'],
  event_minutes: ['minute'],
  event_types: ['type'],
  operator_actions: ['action_id'],
  quantum_computers: ['chain', 'device_id'],
  slashings: ['slashing_id'],
  agent_budgets: ['budget_id'],
  llm_calls: ['call_id'],
  llm_attempts: ['attempt_id'],
  capsules: ['capsule_id'],
  capsule_runs: ['run_id'],
  deployment_plans: ['plan_id'],
  models: ['model_id'],
  knowledge_documents: ['document_id'],
  knowledge_passages: ['document_id', 'number'],
  agents: ['agent_id'],
  agent_tasks: ['task_id'],
  workflow_definitions: ['definition_id'],
  workflow_runs: ['run_id'],
  agent_messages: ['message_id'],
  model_versions: ['model_id', 'version'],
  queue_statistics: ['device_id'],
  reward_epochs: ['chain', 'epoch'],
  reward_shares: ['chain', 'epoch', 'device_id'],
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
export const commutingTables: ReadonlySet<KeyedTable> = new Set([
  'ledger_accounts',
  'app_counts',
  'app_ratings',
  'app_metrics',
  'event_minutes',
  'event_types',
])
