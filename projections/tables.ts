import type { AgentTables } from './agents/agents/tables.ts'
import type { AgentMessageTables } from './agents/messages/tables.ts'
import type { AgentTaskTables } from './agents/tasks/tables.ts'
import type { WorkflowTables } from './agents/workflows/tables.ts'
import type { AgentBudgetTables } from './agents/budgets/tables.ts'
import type { LlmCallTables } from './agents/calls/tables.ts'
import type { KnowledgeTables } from './agents/knowledge/tables.ts'
import type { CapsuleTables } from './agents/capsules/tables.ts'
import type { ModelTables } from './agents/models/tables.ts'
import type { PlanTables } from './agents/plans/tables.ts'
import type { AccountsTables } from './accounts/tables.ts'
import type { BillTables } from './billing/bills/tables.ts'
import type { MeteringTables } from './billing/metering/tables.ts'
import type { PaymentTables } from './billing/payments/tables.ts'
import type { ReconciliationTables } from './billing/reconciliation/tables.ts'
import type { BillingTables } from './billing/tables.ts'
import type { MarketTables } from './catalog/market-tables.ts'
import type { CatalogTables } from './catalog/tables.ts'
import type { DevicesTables } from './devices/tables.ts'
import type { EngagementTables } from './engagement/tables.ts'
import type { JobsTables } from './jobs/tables.ts'
import type { LogTables } from './log/tables.ts'
import type { OperationsTables } from './operations/tables.ts'
import type { RunnerTables } from './runner/tables.ts'
import type { SagasTables } from './sagas/tables.ts'
import type { RewardTables } from './tokens/rewards/tables.ts'
import type { StakingTables } from './tokens/staking/tables.ts'
import type { RunTables } from './subscriptions/run-tables.ts'
import type { SubscriptionsTables } from './subscriptions/tables.ts'
import type { AddressTables } from './tokens/addresses/tables.ts'
import type { ChainTables } from './tokens/chain/tables.ts'
import type { GovernanceTables } from './tokens/governance/tables.ts'
import type { ChainTransactionTables } from './tokens/transactions/tables.ts'
import type { ExchangeTables } from './tokens/exchange/tables.ts'
import type { TransferTables } from './tokens/transfers/tables.ts'

/**
 * Every read model's rows, as the pool of `platform/postgres` gives them: `bigint` as bigint, `numeric` as a decimal
 * string (nothing is rounded), `timestamptz` as Date, `jsonb` as its value. `position` is the log position that a row was
 * last written at, `revision` that of its stream, `created_position` the order of creation.
 */
export type ReadModelTables = AccountsTables &
  DevicesTables &
  JobsTables &
  BillingTables &
  PaymentTables &
  ReconciliationTables &
  BillTables &
  MeteringTables &
  CatalogTables &
  EngagementTables &
  SagasTables &
  SubscriptionsTables &
  RunTables &
  MarketTables &
  AddressTables &
  ChainTables &
  ChainTransactionTables &
  GovernanceTables &
  ExchangeTables &
  TransferTables &
  LogTables &
  OperationsTables &
  RewardTables &
  StakingTables &
  ModelTables &
  AgentBudgetTables &
  LlmCallTables &
  KnowledgeTables &
  AgentTables &
  AgentTaskTables &
  WorkflowTables &
  AgentMessageTables &
  CapsuleTables &
  PlanTables &
  RunnerTables
