import type { RejectionCode } from '../../domain/shared/rejection-codes.ts'
import { accounts } from './entries/accounts.ts'
import { agents } from './entries/agents.ts'
import { billing } from './entries/billing.ts'
import { catalog } from './entries/catalog.ts'
import { devices } from './entries/devices.ts'
import { engagement } from './entries/engagement.ts'
import { everywhere } from './entries/everywhere.ts'
import { interfaces } from './entries/interfaces.ts'
import { jobs } from './entries/jobs.ts'
import { marketplace } from './entries/marketplace.ts'
import { metering } from './entries/metering.ts'
import { operations } from './entries/operations.ts'
import { subscriptions } from './entries/subscriptions.ts'
import { tokens } from './entries/tokens.ts'
import type { ErrorEntry } from './entry.ts'

/** Reasons of the interfaces themselves; the domain's own stand in `domain/shared/rejection-codes.ts`. */
export type InterfaceCode =
  | 'UNAUTHENTICATED'
  | 'TOKEN_EXPIRED'
  | 'MFA_REQUIRED'
  | 'MALFORMED_REQUEST'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'NOT_ACCEPTABLE'
  | 'PAYLOAD_TOO_LARGE'
  | 'PACKAGE_TOO_LARGE'
  | 'PACKAGE_UNSUPPORTED'
  | 'PACKAGE_INVALID'
  | 'DIGEST_MISMATCH'
  | 'NOTICE_SIGNATURE_INVALID'
  | 'NOTICE_SIGNATURE_TOO_OLD'
  | 'NOTICE_MALFORMED'
  | 'ROUTE_NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'RATE_LIMITED'
  | 'IDEMPOTENCY_KEY_MISSING'
  | 'IDEMPOTENCY_KEY_INVALID'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'COMMAND_IN_PROGRESS'
  | 'PRECONDITION_FAILED'
  | 'PRECONDITION_REQUIRED'
  | 'CONCURRENT_CHANGE'
  | 'STALE_READ'
  | 'QUERY_TOO_COMPLEX'
  | 'QUERY_INVALID'
  | 'TAIL_BEHIND'
  | 'MOMENT_TOO_EARLY'
  | 'MOMENT_TOO_LATE'
  | 'HISTORY_NOT_KEPT'
  | 'HISTORY_TOO_LONG'
  | 'UNAVAILABLE'
  | 'DRAINING'
  | 'INTERNAL'

export type ErrorCode = RejectionCode | InterfaceCode

/** The one error table: HTTP, GraphQL, the CLI and docs/reference/errors.md all speak from it. */
export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = {
  ...accounts,
  ...devices,
  ...jobs,
  ...billing,
  ...metering,
  ...catalog,
  ...marketplace,
  ...subscriptions,
  ...engagement,
  ...operations,
  ...tokens,
  ...agents,
  ...everywhere,
  ...interfaces,
}
