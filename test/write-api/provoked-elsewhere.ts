import type { ErrorCode } from '../../platform/errors/table.ts'

/** Codes that no single bad request of the table provokes, and the test that does. */
export const provokedElsewhere: Partial<Readonly<Record<ErrorCode, string>>> = {
  // Refusals that leave a trace in the log: a name given back, a session ended.
  USERNAME_TAKEN: 'test/accounts/registration.test.ts',
  REGISTRATION_ABANDONED: 'test/accounts/registration-crash.test.ts',
  REFRESH_TOKEN_REUSED: 'test/accounts/sessions.test.ts',
  // Between commands and streams: no request alone gets there.
  HOLD_ALREADY_RESOLVED: 'domain/billing/wallet.test.ts',
  CAPTURE_ABOVE_HOLD: 'domain/billing/wallet.test.ts',
  ALREADY_EXISTS: 'domain/jobs/job.test.ts',
  CONCURRENT_CHANGE: 'commands/shared/change.test.ts',
  // Of the process, not of the request.
  RATE_LIMITED: 'test/write-api/http.test.ts',
  UNAVAILABLE: 'test/write-api/trouble.test.ts',
  INTERNAL: 'test/write-api/trouble.test.ts',
  // GraphQL.
  STALE_READ: 'test/read-api/http.test.ts',
  QUERY_INVALID: 'test/read-api/http.test.ts',
  QUERY_TOO_COMPLEX: 'test/read-api/subscriptions.test.ts',
}
