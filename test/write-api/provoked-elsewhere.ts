import type { ErrorCode } from '../../platform/errors/table.ts'

/** Codes that no single bad request of the table provokes, and the test that does. */
export const provokedElsewhere: Partial<Readonly<Record<ErrorCode, string>>> = {
  // Refusals that leave a trace in the log: a name given back, a session ended.
  USERNAME_TAKEN: 'test/accounts/registration.test.ts',
  REGISTRATION_ABANDONED: 'test/accounts/registration-crash.test.ts',
  API_KEY_ENDED: 'test/write-api/api-keys.test.ts',
  USAGE_EXCEEDED: 'test/write-api/api-keys.test.ts',
  ACCOUNT_DEACTIVATED: 'test/write-api/passwords.test.ts',
  REFRESH_TOKEN_REUSED: 'test/accounts/sessions.test.ts',
  // Takes time to pass.
  REAUTHENTICATION_REQUIRED: 'test/accounts/closing.test.ts',
  // An authenticator and several steps.
  MFA_REQUIRED: 'test/write-api/mfa.test.ts',
  MFA_CODE_INVALID: 'test/write-api/mfa.test.ts',
  MFA_LOCKED: 'test/write-api/mfa.test.ts',
  MFA_ALREADY_ENABLED: 'test/write-api/mfa.test.ts',
  // A sign-in provider.
  SIGN_IN_FAILED: 'test/write-api/sign-in.test.ts',
  VERIFIED_EMAIL_REQUIRED: 'test/write-api/sign-in.test.ts',
  IDENTITY_NOT_LINKED: 'test/write-api/sign-in.test.ts',
  IDENTITY_TAKEN: 'test/write-api/sign-in.test.ts',
  LAST_SIGN_IN_METHOD: 'test/write-api/sign-in.test.ts',
  // A chain that is followed, and one that is halted.
  TRANSACTION_ON_CHAIN: 'test/tokens/governance/cycle.test.ts',
  CHAIN_NOT_HALTED: 'test/tokens/chain/watching.test.ts',
  CHAIN_BLOCK_AHEAD: 'test/tokens/chain/watching.test.ts',
  // A version of a model that is trained on a long history.
  MODEL_VERSION_NOT_READY: 'test/agents/models/queue-time.test.ts',
  MODEL_NOT_COMPARED: 'test/agents/models/queue-time.test.ts',
  MODEL_NOT_BETTER: 'test/agents/models/queue-time.test.ts',
  // Between commands and streams: no request alone gets there.
  PAYMENT_OUTCOME_UNKNOWN: 'domain/billing/payments/payment.test.ts',
  ILLEGAL_PAYMENT_TRANSITION: 'test/billing/payments/front-door.test.ts',
  PAYMENT_METHOD_REFUSED: 'test/billing/payments/front-door.test.ts',
  HOLD_ALREADY_RESOLVED: 'domain/billing/wallet/wallet.test.ts',
  CAPTURE_ABOVE_HOLD: 'domain/billing/wallet/wallet.test.ts',
  HOLD_EXPIRED: 'domain/billing/wallet/cards.test.ts',
  SPENDING_LIMIT_EXCEEDED: 'test/billing/wallet/front-door.test.ts',
  ALREADY_REVERSED: 'test/billing/wallet/front-door.test.ts',
  ALREADY_RESOLVED: 'test/billing/wallet/front-door.test.ts',
  WALLET_IN_DEBT: 'domain/billing/wallet/cards.test.ts',
  // What only a chain brings about.
  ADDRESS_TAKEN: 'test/tokens/payments/paying.test.ts',
  ADDRESS_PROOF_INVALID: 'test/tokens/payments/paying.test.ts',
  PAYMENT_SIGNATURE_INVALID: 'test/tokens/payments/paying.test.ts',
  CHAIN_UNKNOWN: 'test/tokens/staking/staking.test.ts',
  ADDRESS_NOT_LINKED: 'test/tokens/staking/staking.test.ts',
  REGISTRATION_UNDER_WAY: 'test/tokens/staking/staking.test.ts',
  ILLEGAL_SLASHING_TRANSITION: 'test/tokens/staking/staking.test.ts',
  // Of one event among many, which answers for itself.
  METER_NOT_REPORTED: 'commands/billing/metering/metering.test.ts',
  USAGE_OUT_OF_BOUNDS: 'commands/billing/metering/metering.test.ts',
  USAGE_CONFLICT: 'commands/billing/metering/metering.test.ts',
  USAGE_UNKNOWN: 'commands/billing/metering/metering.test.ts',
  CONCURRENT_CHANGE: 'commands/shared/change.test.ts',
  // The catalogue: what takes long, or many.
  CREATION_ABANDONED: 'domain/catalog/app.test.ts',
  LIMIT_REACHED: 'domain/catalog/project.test.ts',
  // Subscriptions: a listing on the market, and time that goes by.
  ALREADY_SUBSCRIBED: 'test/subscriptions/front-door.test.ts',
  TRIAL_UNAVAILABLE: 'test/subscriptions/front-door.test.ts',
  PRICE_CHANGED: 'test/subscriptions/front-door.test.ts',
  SUBSCRIPTION_ENDED: 'test/subscriptions/front-door.test.ts',
  SUBSCRIPTION_PAYMENT_PENDING: 'test/subscriptions/front-door.test.ts',
  ILLEGAL_SUBSCRIPTION_TRANSITION: 'test/subscriptions/front-door.test.ts',
  // Of packages and runs, before a hub that keeps and runs them.
  PACKAGE_TOO_LARGE: 'test/apps/packages.test.ts',
  PACKAGE_UNSUPPORTED: 'test/apps/packages.test.ts',
  PACKAGE_INVALID: 'test/apps/packages.test.ts',
  DIGEST_MISMATCH: 'test/apps/packages.test.ts',
  SUBSCRIPTION_REQUIRED: 'test/apps/run.test.ts',
  NOT_ENTITLED: 'test/apps/run.test.ts',
  QUOTA_EXCEEDED: 'test/apps/run.test.ts',
  INPUTS_REJECTED: 'test/apps/run.test.ts',
  // The payment provider's own interface, which signs what it says.
  NOTICE_SIGNATURE_INVALID: 'test/payments/notices.test.ts',
  NOTICE_SIGNATURE_TOO_OLD: 'test/payments/notices.test.ts',
  NOTICE_MALFORMED: 'test/payments/notices.test.ts',
  // Of bills, which a hub of their own issues.
  ILLEGAL_BILL_TRANSITION: 'test/billing/bills/front-door.test.ts',
  CREDIT_ABOVE_BILLED: 'test/billing/bills/front-door.test.ts',
  // A guard of the bill run's: no request reaches it.
  ALREADY_BILLED: 'domain/billing/bills/cycle.test.ts',
  // A difference between two sides' books.
  FINDING_OVER: 'test/payments/reconciliation.test.ts',
  // Of tokens, before a chain and a service that says what they cost.
  ADDRESS_COOLING: 'test/tokens/transfers/transfers.test.ts',
  WITHDRAWAL_LIMIT_EXCEEDED: 'test/tokens/transfers/transfers.test.ts',
  DEPOSIT_NOT_CLAIMABLE: 'test/tokens/transfers/transfers.test.ts',
  PRICE_UNAVAILABLE: 'test/tokens/transfers/transfers.test.ts',
  // Agents of an organisation, and what they are asked.
  TASK_ALREADY_TERMINAL: 'test/agents/tasks/people.test.ts',
  ILLEGAL_TASK_TRANSITION: 'test/agents/tasks/people.test.ts',
  BUDGET_NOT_OPEN: 'test/agents/budgets/front-door.test.ts',
  PROMPT_UNKNOWN: 'test/agents/budgets/front-door.test.ts',
  NO_MODEL_ROUTE: 'test/agents/budgets/front-door.test.ts',
  BUDGET_EXCEEDED: 'commands/agents/calls/complete.test.ts',
  MODEL_FAILED: 'commands/agents/calls/complete.test.ts',
  MODEL_ANSWER_INVALID: 'commands/agents/calls/complete.test.ts',
  CALL_UNDER_WAY: 'domain/agents/calls/call.test.ts',
  CAPSULE_INVALID: 'test/agents/capsules/front-door.test.ts',
  SANDBOX_LIMIT: 'test/agents/capsules/commands.test.ts',
  PLAN_REFUSED: 'test/agents/plans/plans.test.ts',
  AGENT_NOT_ACTIVE: 'test/agents/agents/lifecycle.test.ts',
  MESSAGE_TAKEN: 'test/agents/messages/messages.test.ts',
  // Something of the hub that an operator can act on.
  CONFIRMATION_REQUIRED: 'test/operations/operator-actions.test.ts',
  PREVIEW_OUTDATED: 'test/operations/operator-actions.test.ts',
  // Of the process, not of the request.
  RATE_LIMITED: 'test/write-api/http.test.ts',
  UNAVAILABLE: 'test/write-api/trouble.test.ts',
  INTERNAL: 'test/write-api/trouble.test.ts',
  // GraphQL.
  STALE_READ: 'test/read-api/http.test.ts',
  MOMENT_TOO_EARLY: 'test/read-api/as-of.test.ts',
  MOMENT_TOO_LATE: 'test/read-api/as-of.test.ts',
  HISTORY_NOT_KEPT: 'test/read-api/as-of.test.ts',
  HISTORY_TOO_LONG: 'ops/history/history.test.ts',
  TAIL_BEHIND: 'test/read-api/operations.test.ts',
  QUERY_INVALID: 'test/read-api/http.test.ts',
  QUERY_TOO_COMPLEX: 'test/read-api/subscriptions.test.ts',
  // A workflow that is published, and a run of it.
  WORKFLOW_INVALID: 'test/agents/workflows/front-door.test.ts',
  RUN_NOT_SUSPENDED: 'test/agents/workflows/front-door.test.ts',
  RUN_ALREADY_ENDED: 'test/agents/workflows/front-door.test.ts',
}
