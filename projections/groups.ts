import { agents } from './agents/agents/agents.ts'
import { agentMessages } from './agents/messages/messages.ts'
import { agentTasks } from './agents/tasks/tasks.ts'
import { workflowDefinitions } from './agents/workflows/definitions.ts'
import { workflowRuns } from './agents/workflows/runs.ts'
import { agentBudgets } from './agents/budgets/agent-budgets.ts'
import { llmCalls } from './agents/calls/llm-calls.ts'
import { knowledgeDocuments } from './agents/knowledge/documents.ts'
import { capsuleRuns } from './agents/capsules/capsule-runs.ts'
import { capsules } from './agents/capsules/capsules.ts'
import { models } from './agents/models/models.ts'
import { deploymentPlans } from './agents/plans/plans.ts'
import { queueStatistics } from './agents/models/queue-statistics.ts'
import { apiKeys } from './accounts/api-keys.ts'
import { linkedIdentities } from './accounts/linked-identities.ts'
import { secondFactors } from './accounts/mfa.ts'
import { invitations } from './accounts/invitations.ts'
import { organisations } from './accounts/organisations.ts'
import { keyActivity, keyUsage } from './accounts/key-usage.ts'
import { profiles } from './accounts/profiles.ts'
import { sessions } from './accounts/sessions.ts'
import { users } from './accounts/users.ts'
import { journalEntries } from './billing/ledger/journal-entries.ts'
import { payments } from './billing/payments/payments.ts'
import { savedCards } from './billing/payments/saved-cards.ts'
import { ledger } from './billing/ledger/ledger.ts'
import { payeeBalances } from './billing/payees/balances.ts'
import { commissionRules } from './billing/payees/commission-rules.ts'
import { payees } from './billing/payees/payees.ts'
import { bills } from './billing/bills/bills.ts'
import { payouts } from './billing/payees/payouts.ts'
import { reconciliationFindings } from './billing/reconciliation/findings.ts'
import { settlementRuns } from './billing/payees/settlement-runs.ts'
import { meters } from './billing/metering/meters.ts'
import { priceBooks, reratings } from './billing/metering/price-books.ts'
import { usageEvents } from './billing/metering/usage-events.ts'
import { creditGrants } from './billing/wallet/credit-grants.ts'
import { walletSpendings } from './billing/wallet/spendings.ts'
import { wallets } from './billing/wallets.ts'
import { appMetrics } from './catalog/app-metrics.ts'
import { listings } from './catalog/listings.ts'
import { reviews } from './catalog/reviews.ts'
import { appCounts } from './catalog/app-counts.ts'
import { appRuns } from './catalog/app-runs.ts'
import { appVersions } from './catalog/app-versions.ts'
import { apps } from './catalog/apps.ts'
import { projects } from './catalog/projects.ts'
import { calibrations } from './devices/calibrations.ts'
import { deviceQueue } from './devices/device-queue.ts'
import { devices } from './devices/devices.ts'
import { inbox } from './engagement/inbox.ts'
import { notifications } from './engagement/notifications.ts'
import { preferences } from './engagement/preferences.ts'
import { webhookEndpoints } from './engagement/webhook-endpoints.ts'
import { webhookMessages } from './engagement/webhook-messages.ts'
import { jobs } from './jobs/jobs.ts'
import { quotes } from './jobs/quotes.ts'
import { eventFigures } from './log/event-figures.ts'
import { eventLog } from './log/event-log.ts'
import { operatorActions } from './operations/operator-actions.ts'
import { sagaInstances } from './sagas/saga-instances.ts'
import { forgetting } from './forgetting.ts'
import type { Projection } from './shared/projection.ts'
import type { WrittenTables } from './shared/schema.ts'
import { rewardEpochs } from './tokens/rewards/epochs.ts'
import { quantumComputers } from './tokens/staking/computers.ts'
import { slashings } from './tokens/staking/slashings.ts'
import { subscriptionCharges } from './subscriptions/charges.ts'
import { appUsage } from './subscriptions/app-usage.ts'
import { subscriptionKeys } from './subscriptions/subscription-keys.ts'
import { subscriptions } from './subscriptions/subscriptions.ts'
import { linkedAddresses } from './tokens/addresses/linked-addresses.ts'
import { chainEntries } from './tokens/chain/chain-entries.ts'
import { exchanges } from './tokens/exchange/exchanges.ts'
import { tokenDeposits } from './tokens/transfers/deposits.ts'
import { tokenWithdrawals } from './tokens/transfers/withdrawals.ts'
import { chains } from './tokens/chain/chains.ts'
import { hubParameters } from './tokens/governance/hub-parameters.ts'
import { chainTransactions } from './tokens/transactions/chain-transactions.ts'

/**
 * Projections that go forward together: one checkpoint, one process at a time. A table belongs to one group and is
 * written by one projection.
 */
export type Group = {
  readonly name: string
  readonly projections: readonly Projection[]
  readonly tables: readonly Exclude<keyof WrittenTables, 'quarantine'>[]
}

/** Devices stand with the jobs, so that all hot keys have one writer. */
export const groups: readonly Group[] = [
  {
    name: 'accounts',
    projections: [
      users,
      organisations,
      invitations,
      apiKeys,
      sessions,
      secondFactors,
      linkedIdentities,
      profiles,
      keyUsage,
      keyActivity,
      forgetting(['users', 'profiles', 'invitations', 'organisations']),
    ],
    tables: [
      'users',
      'organisations',
      'memberships',
      'invitations',
      'api_keys',
      'sessions',
      'mfa',
      'linked_identities',
      'profiles',
      'key_usage',
      'key_activity',
    ],
  },
  {
    name: 'jobs',
    projections: [devices, calibrations, deviceQueue, queueStatistics, jobs, quotes],
    tables: [
      'devices',
      'calibrations',
      'device_queue',
      'device_queue_depth',
      'queue_statistics',
      'jobs',
      'job_programs',
      'job_results',
      'job_transitions',
      'quotes',
    ],
  },
  {
    name: 'billing',
    projections: [wallets],
    tables: ['wallets'],
  },
  {
    name: 'walletEntries',
    projections: [creditGrants, walletSpendings],
    tables: ['credit_grants', 'wallet_limits', 'wallet_spendings'],
  },
  {
    name: 'ledger',
    projections: [ledger, journalEntries],
    tables: ['ledger_entries', 'ledger_accounts', 'journal_entries'],
  },
  {
    name: 'bills',
    projections: [bills],
    tables: ['bills', 'bill_lines'],
  },
  {
    name: 'payees',
    projections: [payees, payeeBalances, payouts, settlementRuns, commissionRules],
    tables: [
      'payees',
      'payee_balances',
      'payee_entries',
      'payouts',
      'settlement_runs',
      'commission_rules',
    ],
  },
  {
    name: 'reconciliation',
    projections: [reconciliationFindings],
    tables: ['reconciliation_findings'],
  },
  {
    name: 'token-transfers',
    projections: [tokenDeposits, tokenWithdrawals, exchanges],
    tables: ['token_transfers', 'exchanges'],
  },
  {
    name: 'chain',
    projections: [chains, chainEntries, chainTransactions, hubParameters],
    tables: ['chains', 'chain_entries', 'chain_transactions', 'hub_parameters'],
  },
  {
    name: 'metering',
    projections: [meters, usageEvents, priceBooks, reratings],
    tables: ['meters', 'usage_events', 'price_books', 'price_book_versions', 'reratings'],
  },
  {
    name: 'catalog',
    projections: [
      projects,
      apps,
      appVersions,
      appCounts,
      listings,
      reviews,
      appMetrics,
      appRuns,
      forgetting(['reviews']),
    ],
    tables: [
      'projects',
      'project_circuits',
      'apps',
      'app_texts',
      'app_pages',
      'app_versions',
      'app_counts',
      'app_likes',
      'listings',
      'listing_plans',
      'listing_changes',
      'reviews',
      'app_ratings',
      'app_metrics',
      'counted_subscriptions',
      'app_runs',
    ],
  },
  {
    name: 'engagement',
    projections: [notifications, preferences, inbox, webhookEndpoints, webhookMessages],
    tables: [
      'notifications',
      'notification_facts',
      'notification_preferences',
      'notification_read_marks',
      'notification_reads',
      'webhook_endpoints',
      'webhook_messages',
      'webhook_attempts',
    ],
  },
  {
    name: 'subscriptions',
    projections: [subscriptions, subscriptionCharges, subscriptionKeys, appUsage],
    tables: ['subscriptions', 'subscription_charges', 'subscription_keys', 'app_usage'],
  },
  {
    name: 'payments',
    projections: [payments, savedCards, linkedAddresses],
    tables: ['payments', 'saved_cards', 'linked_addresses'],
  },
  { name: 'sagas', projections: [sagaInstances], tables: ['saga_instances', 'timers'] },
  {
    name: 'log',
    projections: [eventLog, eventFigures],
    tables: ['event_log', 'event_minutes', 'event_types'],
  },
  {
    name: 'staking',
    projections: [quantumComputers, slashings, rewardEpochs],
    tables: ['quantum_computers', 'slashings', 'reward_epochs', 'reward_shares'],
  },
  { name: 'operations', projections: [operatorActions], tables: ['operator_actions'] },
  {
    name: 'knowledge',
    projections: [knowledgeDocuments, forgetting(['knowledge_documents', 'knowledge_passages'])],
    tables: ['knowledge_documents', 'knowledge_passages'],
  },
  {
    name: 'agents',
    projections: [agents, agentTasks, agentMessages],
    tables: ['agents', 'agent_tasks', 'agent_messages'],
  },
  {
    name: 'workflows',
    projections: [workflowDefinitions, workflowRuns],
    tables: ['workflow_definitions', 'workflow_runs'],
  },
  {
    name: 'llm-calls',
    projections: [agentBudgets, llmCalls],
    tables: ['agent_budgets', 'llm_calls', 'llm_attempts'],
  },
  {
    name: 'capsules',
    projections: [capsules, capsuleRuns, deploymentPlans],
    tables: ['capsules', 'capsule_runs', 'deployment_plans'],
  },
  { name: 'models', projections: [models], tables: ['models', 'model_versions'] },
]

/** The tables of a generation: those of its groups, and the streams that wait. */
export const generationTables: readonly (keyof WrittenTables)[] = [
  ...groups.flatMap(({ tables }) => tables),
  'quarantine',
]
