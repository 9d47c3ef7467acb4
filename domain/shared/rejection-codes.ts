/**
 * Every reason for which the domain says no. The HTTP status, title and advice of each stand in the one error table,
 * `platform/errors/table.ts`, which does not compile while a code is missing there.
 */
export type RejectionCode =
  // accounts
  | 'EMAIL_TAKEN'
  | 'USERNAME_TAKEN'
  | 'REGISTRATION_ABANDONED'
  | 'INVALID_CREDENTIALS'
  | 'EMAIL_NOT_VERIFIED'
  | 'VERIFICATION_INVALID'
  | 'ACCOUNT_DISABLED'
  | 'SESSION_REVOKED'
  | 'REFRESH_TOKEN_REUSED'
  | 'REFRESH_TOKEN_EXPIRED'
  | 'SCOPE_EXCEEDS_GRANTOR'
  | 'ALREADY_MEMBER'
  | 'LAST_OWNER'
  // devices
  | 'DEVICE_OFFLINE'
  | 'DEVICE_RETIRED'
  | 'OUTSIDE_EXECUTION_WINDOW'
  | 'CALIBRATION_MISMATCH'
  | 'CALIBRATION_REQUIRED'
  | 'ILLEGAL_DEVICE_TRANSITION'
  // jobs
  | 'TOO_MANY_QUBITS'
  | 'TOO_MANY_SHOTS'
  | 'TOO_FEW_SHOTS'
  | 'INVALID_CIRCUIT'
  | 'COST_ABOVE_MAXIMUM'
  | 'QUOTE_EXPIRED'
  | 'QUOTE_MISMATCH'
  | 'JOB_ALREADY_TERMINAL'
  | 'ILLEGAL_JOB_TRANSITION'
  // billing
  | 'INSUFFICIENT_FUNDS'
  | 'ASSET_MISMATCH'
  | 'AMOUNT_OUT_OF_RANGE'
  | 'HOLD_UNKNOWN'
  | 'HOLD_ALREADY_RESOLVED'
  | 'CAPTURE_ABOVE_HOLD'
  | 'REFUND_ABOVE_CAPTURE'
  // everywhere
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FORBIDDEN'
  | 'INVALID_INPUT'
