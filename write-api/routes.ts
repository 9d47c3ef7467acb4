import { accountRoutes } from './accounts/account-routes.ts'
import { agentRoutes } from './agents/agents/routes.ts'
import { circuitRoutes } from './agents/circuits/routes.ts'
import { agentBudgetRoutes } from './agents/budgets/routes.ts'
import { callRoutes } from './agents/calls/routes.ts'
import { capsuleRoutes } from './agents/capsules/routes.ts'
import { planRoutes } from './agents/plans/routes.ts'
import { intentRoutes } from './agents/intent/routes.ts'
import { messageRoutes } from './agents/messages/routes.ts'
import { taskRoutes } from './agents/tasks/routes.ts'
import { taskWorkRoutes } from './agents/tasks/work-routes.ts'
import { workflowRoutes } from './agents/workflows/routes.ts'
import { apiKeyRoutes } from './accounts/api-key-routes.ts'
import { mfaRoutes } from './accounts/mfa-routes.ts'
import { closingRoutes } from './accounts/closing-routes.ts'
import { invitationRoutes } from './accounts/invitation-routes.ts'
import { organisationRoutes } from './accounts/organisation-routes.ts'
import { passwordRoutes } from './accounts/password-routes.ts'
import { profileRoutes } from './accounts/profile-routes.ts'
import { sessionRoutes } from './accounts/session-routes.ts'
import { signInRoutes } from './accounts/sign-in-routes.ts'
import { knowledgeRoutes } from './agents/knowledge/routes.ts'
import { modelRoutes } from './agents/models/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { journalRoutes } from './billing/ledger/journal-routes.ts'
import { meterRoutes } from './billing/metering/meter-routes.ts'
import { priceBookRoutes } from './billing/metering/price-book-routes.ts'
import { usageRoutes } from './billing/metering/usage-routes.ts'
import { payeeRoutes } from './billing/payees/payee-routes.ts'
import { settlementRoutes } from './billing/payees/settlement-routes.ts'
import { methodRoutes } from './billing/payments/method-routes.ts'
import { paymentRoutes } from './billing/payments/payment-routes.ts'
import { billRoutes } from './billing/bills/bill-routes.ts'
import { billingProfileRoutes } from './billing/bills/profile-routes.ts'
import { reconciliationRoutes } from './billing/reconciliation/routes.ts'
import { billingRoutes } from './billing/routes.ts'
import { walletRoutes } from './billing/wallet/routes.ts'
import { appRoutes } from './catalog/app-routes.ts'
import { listingReviewRoutes } from './catalog/listing-review-routes.ts'
import { listingRoutes } from './catalog/listing-routes.ts'
import { mountPackageDownload } from './catalog/mount-package-download.ts'
import { mountPackageUpload } from './catalog/mount-package-upload.ts'
import { pageRoutes } from './catalog/page-routes.ts'
import { projectRoutes } from './catalog/project-routes.ts'
import { reviewRoutes } from './catalog/review-routes.ts'
import { versionRoutes } from './catalog/version-routes.ts'
import { deviceRoutes } from './devices/routes.ts'
import { notificationRoutes } from './engagement/notification-routes.ts'
import { webhookRoutes } from './engagement/webhook-routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import type { Mount } from './mount.ts'
import { operationsRoutes } from './operations/routes.ts'
import { addressRoutes } from './tokens/addresses/routes.ts'
import { tokenPaymentRoutes } from './tokens/payments/routes.ts'
import { chainRoutes } from './tokens/chain/routes.ts'
import { governanceRoutes } from './tokens/governance/routes.ts'
import { chainTransactionRoutes } from './tokens/transactions/routes.ts'
import { exchangeRoutes } from './tokens/exchange/routes.ts'
import { transferRoutes } from './tokens/transfers/routes.ts'
import { rewardRoutes } from './tokens/rewards/routes.ts'
import { stakingRoutes } from './tokens/staking/routes.ts'
import { subscriptionKeyRoutes } from './subscriptions/key-routes.ts'
import { runRoutes } from './subscriptions/run-routes.ts'
import { subscriptionRoutes } from './subscriptions/subscription-routes.ts'

export const routes: readonly Mount[] = [
  ...accountRoutes,
  ...passwordRoutes,
  ...profileRoutes,
  ...sessionRoutes,
  ...mfaRoutes,
  ...signInRoutes,
  ...closingRoutes,
  ...organisationRoutes,
  ...invitationRoutes,
  ...apiKeyRoutes,
  ...deviceRoutes,
  ...jobRoutes,
  ...billingRoutes,
  ...billRoutes,
  ...billingProfileRoutes,
  ...walletRoutes,
  ...methodRoutes,
  ...reconciliationRoutes,
  ...paymentRoutes,
  ...meterRoutes,
  ...usageRoutes,
  ...priceBookRoutes,
  ...journalRoutes,
  ...payeeRoutes,
  ...settlementRoutes,
  ...notificationRoutes,
  ...webhookRoutes,
  ...operationsRoutes,
  ...auditRoutes,
  ...addressRoutes,
  ...tokenPaymentRoutes,
  ...projectRoutes,
  ...appRoutes,
  ...pageRoutes,
  mountPackageUpload(),
  ...versionRoutes,
  mountPackageDownload(),
  ...listingRoutes,
  ...listingReviewRoutes,
  ...reviewRoutes,
  ...subscriptionRoutes,
  ...subscriptionKeyRoutes,
  ...runRoutes,
  ...chainRoutes,
  ...chainTransactionRoutes,
  ...governanceRoutes,
  ...transferRoutes,
  ...exchangeRoutes,
  ...stakingRoutes,
  ...rewardRoutes,
  ...modelRoutes,
  ...capsuleRoutes,
  ...planRoutes,
  ...knowledgeRoutes,
  ...agentRoutes,
  ...agentBudgetRoutes,
  ...callRoutes,
  ...intentRoutes,
  ...taskRoutes,
  ...taskWorkRoutes,
  ...messageRoutes,
  ...workflowRoutes,
  ...circuitRoutes,
]
