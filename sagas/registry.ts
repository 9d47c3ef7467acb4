import { agentBudgeting } from './agents/budgets/budgeting.ts'
import { performBudgetingEffects } from './agents/budgets/perform.ts'
import { knowledgeIndexing } from './agents/knowledge/indexing.ts'
import { performIndexingEffects } from './agents/knowledge/perform.ts'
import { callMetering, performCallMeteringEffects } from './agents/calls/metering.ts'
import { modelRun } from './agents/models/model-run.ts'
import { performModelEffects } from './agents/models/perform.ts'
import { billCollection } from './billing/bills/collection.ts'
import { performCollectionEffects } from './billing/bills/perform-collection.ts'
import { performRunEffects } from './billing/bills/perform.ts'
import { billingRun } from './billing/bills/run.ts'
import { agentMessage } from './agents/messages/agent-message.ts'
import { performAgentMessageEffects } from './agents/messages/perform.ts'
import { agentTaskSaga } from './agents/tasks/agent-task.ts'
import { performAgentTaskEffects } from './agents/tasks/perform.ts'
import { accountErasure, performErasure } from './accounts/erasure.ts'
import { entryExpiry, performEntryExpiryEffects } from './billing/ledger/entry-expiry.ts'
import { payeeAccountWatch, performAccountEffects } from './billing/payees/account-watch.ts'
import { performPayoutEffects } from './billing/payees/pay-out.ts'
import { payoutSchedule, performScheduleEffects } from './billing/payees/payout-schedule.ts'
import { payeePayout } from './billing/payees/payout.ts'
import { performSettlementEffects } from './billing/payees/settle.ts'
import { settlementCycle } from './billing/payees/settlement-cycle.ts'
import { performTokenPaymentEffects } from './tokens/payments/perform.ts'
import { tokenSettlement } from './tokens/payments/settlement.ts'
import { paymentExecution } from './billing/payments/execution.ts'
import { performPaymentEffects } from './billing/payments/perform.ts'
import { reconciliationCycle } from './billing/reconciliation/cycle.ts'
import { performReconciliationEffects } from './billing/reconciliation/perform.ts'
import { autoTopUp, performAutoTopUpEffects } from './billing/wallet/auto-top-up.ts'
import { grantExpiry, performGrantExpiryEffects } from './billing/wallet/grant-expiry.ts'
import { holdExpiry, performHoldExpiryEffects } from './billing/wallet/hold-expiry.ts'
import { performVersionEffects } from './catalog/perform.ts'
import { versionRelease } from './catalog/version-release.ts'
import { performDeliveryEffects } from './engagement/attempt.ts'
import { webhookDelivery } from './engagement/delivery.ts'
import { apiKeyExpiry } from './engagement/key-expiry.ts'
import { notificationMailing } from './engagement/mailing.ts'
import { performRedeliveryEffects } from './engagement/perform-redelivery.ts'
import { webhookRedelivery } from './engagement/redelivery.ts'
import { performKeyExpiryEffects } from './engagement/remind.ts'
import { performMailingEffects } from './engagement/send-mail.ts'
import { operatorActions } from './operations/operator-actions.ts'
import { performOperatorEffects } from './operations/perform.ts'
import { performSchedulingEffects } from './devices/perform.ts'
import { deviceScheduling } from './devices/scheduling.ts'
import { jobExecution } from './jobs/execution.ts'
import { performJobEffects } from './jobs/perform.ts'
import { workflowExecution } from './agents/workflows/execution.ts'
import { performWorkflowEffects } from './agents/workflows/perform.ts'
import { register, type AnySaga } from './runtime/registry.ts'
import { listingPolicy } from './tokens/governance/listing-policy.ts'
import { parameterChange } from './tokens/governance/parameter-change.ts'
import {
  performListingPolicyEffects,
  performParameterEffects,
} from './tokens/governance/perform.ts'
import { rewardCycle } from './tokens/rewards/cycle.ts'
import { performRewardEffects } from './tokens/rewards/perform.ts'
import { performRegistryEffects, performSlashingEffects } from './tokens/staking/perform.ts'
import { computerRegistry } from './tokens/staking/registry.ts'
import { stakeSlashing } from './tokens/staking/slashing.ts'
import { exchangeRun, performExchangeEffects } from './tokens/exchange/exchange-run.ts'
import { tokenDepositing } from './tokens/transfers/deposit.ts'
import { performDepositEffects } from './tokens/transfers/perform-deposit.ts'
import { performWithdrawalEffects, tokenWithdrawal } from './tokens/transfers/withdrawal.ts'
import { performRecoveryEffects, performRenewalEffects } from './subscriptions/perform.ts'
import { walletRecovery } from './subscriptions/recovery.ts'
import { subscriptionRenewal } from './subscriptions/renewal.ts'

/** What the hub itself depends on. */
const core: readonly AnySaga[] = [
  register(jobExecution, performJobEffects),
  register(deviceScheduling, performSchedulingEffects),
  register(subscriptionRenewal, performRenewalEffects),
  register(walletRecovery, performRecoveryEffects),
  register(accountErasure, performErasure),
  register(billingRun, performRunEffects),
  register(billCollection, performCollectionEffects),
  register(versionRelease, performVersionEffects),
  register(paymentExecution, performPaymentEffects),
  register(tokenSettlement, performTokenPaymentEffects),
  register(reconciliationCycle, performReconciliationEffects),
  register(entryExpiry, performEntryExpiryEffects),
  register(grantExpiry, performGrantExpiryEffects),
  register(holdExpiry, performHoldExpiryEffects),
  register(autoTopUp, performAutoTopUpEffects),
  register(tokenDepositing, performDepositEffects),
  register(tokenWithdrawal, performWithdrawalEffects),
  register(exchangeRun, performExchangeEffects),
  register(settlementCycle, performSettlementEffects),
  register(payoutSchedule, performScheduleEffects),
  register(payeePayout, performPayoutEffects),
  register(payeeAccountWatch, performAccountEffects),
  register(operatorActions, performOperatorEffects),
  register(parameterChange, performParameterEffects),
  register(listingPolicy, performListingPolicyEffects),
  register(computerRegistry, performRegistryEffects),
  register(stakeSlashing, performSlashingEffects),
  register(rewardCycle, performRewardEffects),
  register(agentTaskSaga, performAgentTaskEffects),
  register(agentMessage, performAgentMessageEffects),
  register(modelRun, performModelEffects),
  register(knowledgeIndexing, performIndexingEffects),
  register(agentBudgeting, performBudgetingEffects),
  register(callMetering, performCallMeteringEffects),
  register(workflowExecution, performWorkflowEffects),
]

/** What leaves the hub for others. Its effects wait for receivers: they have a worker of their own, and hold up nobody's job. */
const outward: readonly AnySaga[] = [
  register(notificationMailing, performMailingEffects),
  register(webhookDelivery, performDeliveryEffects),
  register(webhookRedelivery, performRedeliveryEffects),
  register(apiKeyExpiry, performKeyExpiryEffects),
]

/** Sagas by the worker that performs their effects; the first name is that of checkpoints since the beginning. */
export const sagasByWorker = { 'saga-worker': core, 'outward-worker': outward } as const

/** Every saga of the hub. */
export const sagas: readonly AnySaga[] = [...core, ...outward]
