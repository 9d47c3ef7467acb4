import { apiKey } from './accounts/api-key.ts'
import { identities } from './accounts/identities.ts'
import { identityReservation } from './accounts/identity-reservation.ts'
import { mfa } from './accounts/mfa.ts'
import { invitation } from './accounts/invitation.ts'
import { organisation } from './accounts/organisation.ts'
import { keyActivity } from './accounts/key-activity.ts'
import { keyUsage } from './accounts/key-usage.ts'
import { profile } from './accounts/profile.ts'
import { emailReservation, usernameReservation } from './accounts/reservation.ts'
import { session } from './accounts/session.ts'
import { user } from './accounts/user.ts'
import { agent } from './agents/agents/agent.ts'
import { agentBudget } from './agents/budgets/budget.ts'
import { llmCall } from './agents/calls/call.ts'
import { knowledgeDocument } from './agents/knowledge/document.ts'
import { model } from './agents/models/model.ts'
import { conversation } from './agents/messages/conversation.ts'
import { task } from './agents/tasks/task.ts'
import { workflowRun } from './agents/workflows/run.ts'
import { workflow } from './agents/workflows/workflow.ts'
import { auditKeys } from './audit/keys.ts'
import { treeHeads } from './audit/tree-heads.ts'
import { meter } from './billing/metering/meter.ts'
import { priceBook } from './billing/metering/price-book.ts'
import { rerating } from './billing/metering/rerating.ts'
import { usageKey } from './billing/metering/usage-key.ts'
import { usage } from './billing/metering/usage.ts'
import { bill } from './billing/bills/bill.ts'
import { billCycle } from './billing/bills/cycle.ts'
import { billNumbers } from './billing/bills/numbers.ts'
import { billingProfile } from './billing/bills/profile.ts'
import { journal } from './billing/ledger/journal.ts'
import { paymentMethods } from './billing/payments/methods.ts'
import { payment } from './billing/payments/payment.ts'
import { providerNotice } from './billing/payments/provider-notice.ts'
import { reconciliationFinding } from './billing/reconciliation/finding.ts'
import { reconciliation } from './billing/reconciliation/reconciliation.ts'
import { wallet } from './billing/wallet/wallet.ts'
import { commissionRules } from './billing/payees/commission-rules.ts'
import { payee } from './billing/payees/payee.ts'
import { settlement } from './billing/payees/settlement.ts'
import { appDownload } from './catalog/app-download.ts'
import { appLike } from './catalog/app-like.ts'
import { appVersion } from './catalog/app-version.ts'
import { app } from './catalog/app.ts'
import { listing } from './catalog/listing.ts'
import { listingViews } from './catalog/listing-views.ts'
import { review } from './catalog/review.ts'
import { uploadedPackage } from './catalog/package.ts'
import { project } from './catalog/project.ts'
import { slugReservation } from './catalog/slug-reservation.ts'
import { device } from './devices/device.ts'
import { deviceQueue } from './devices/device-queue.ts'
import { inbox } from './engagement/inbox.ts'
import { keyReminder } from './engagement/key-reminder.ts'
import { notificationMail } from './engagement/notification-mail.ts'
import { notificationPreferences } from './engagement/preferences.ts'
import { webhookMessage } from './engagement/webhook-message.ts'
import { webhooks } from './engagement/webhooks.ts'
import { job } from './jobs/job.ts'
import { quote } from './jobs/quote.ts'
import { operatorAction } from './operations/operator-action.ts'
import type { Aggregate } from './shared/decider.ts'
import { tokenDeposit } from './tokens/transfers/deposit.ts'
import { exchange } from './tokens/exchange/exchange.ts'
import { subscription } from './subscriptions/subscription.ts'
import { subscriptionKey } from './subscriptions/subscription-key.ts'
import { subscriptionSlot } from './subscriptions/subscription-slot.ts'
import { appUsage } from './subscriptions/usage.ts'
import { rewardEpochs } from './tokens/rewards/epochs.ts'
import { quantumComputer } from './tokens/staking/computer.ts'
import { slashing } from './tokens/staking/slashing.ts'
import { chainAddress } from './tokens/addresses/address.ts'
import { addressChallenge } from './tokens/addresses/challenge.ts'
import { tokenPayment } from './tokens/payments/token-payment.ts'
import { chain } from './tokens/chain/chain.ts'
import { chainComparison } from './tokens/chain/comparison.ts'
import { chainEntry } from './tokens/chain/entry.ts'
import { hubParameters } from './tokens/governance/hub-parameters.ts'
import { chainSigner } from './tokens/transactions/signer.ts'
import { chainTransaction } from './tokens/transactions/transaction.ts'
import { capsule } from './agents/capsules/capsule.ts'
import { capsuleRun } from './agents/capsules/capsule-run.ts'
import { deploymentPlan } from './agents/plans/plan.ts'

/** Some aggregate: for those who hand back to it only what came out of its own streams and commands. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some State, some Command, some Event
export type AnyAggregate = Aggregate<any, any, any>

/** Every aggregate of the hub; of saga instances the runtime makes aggregates itself. */
export const aggregates: readonly AnyAggregate[] = [
  user,
  emailReservation,
  usernameReservation,
  organisation,
  invitation,
  session,
  mfa,
  identities,
  identityReservation,
  apiKey,
  profile,
  keyUsage,
  keyActivity,
  device,
  deviceQueue,
  job,
  quote,
  wallet,
  journal,
  payment,
  paymentMethods,
  providerNotice,
  reconciliation,
  reconciliationFinding,
  billingProfile,
  billCycle,
  bill,
  billNumbers,
  meter,
  usageKey,
  usage,
  priceBook,
  rerating,
  project,
  app,
  slugReservation,
  appVersion,
  uploadedPackage,
  appLike,
  appDownload,
  subscription,
  subscriptionSlot,
  subscriptionKey,
  appUsage,
  listing,
  review,
  listingViews,
  notificationPreferences,
  inbox,
  notificationMail,
  keyReminder,
  webhooks,
  webhookMessage,
  payee,
  settlement,
  commissionRules,
  operatorAction,
  auditKeys,
  treeHeads,
  chainAddress,
  tokenDeposit,
  exchange,
  chain,
  chainEntry,
  chainComparison,
  addressChallenge,
  tokenPayment,
  chainTransaction,
  chainSigner,
  hubParameters,
  quantumComputer,
  slashing,
  rewardEpochs,
  model,
  knowledgeDocument,
  agent,
  task,
  conversation,
  workflow,
  workflowRun,
  agentBudget,
  llmCall,
  capsule,
  capsuleRun,
  deploymentPlan,
]
