import type { RejectionCode } from '../../domain/shared/rejection-codes.ts'
import { entry, type ErrorEntry } from './entry.ts'

/** Reasons of the interfaces themselves; the domain's own stand in `domain/shared/rejection-codes.ts`. */
export type InterfaceCode =
  | 'UNAUTHENTICATED'
  | 'TOKEN_EXPIRED'
  | 'MALFORMED_REQUEST'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'NOT_ACCEPTABLE'
  | 'PAYLOAD_TOO_LARGE'
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
  | 'UNAVAILABLE'
  | 'DRAINING'
  | 'INTERNAL'

export type ErrorCode = RejectionCode | InterfaceCode

/** The one error table: HTTP, GraphQL, the CLI and docs/reference/errors.md all speak from it. */
export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = {
  // accounts
  EMAIL_TAKEN: entry(409, 'E-mail address is taken', 'Log in, or register with another address.'),
  USERNAME_TAKEN: entry(409, 'Username is taken', 'Choose another username.'),
  REGISTRATION_ABANDONED: entry(
    409,
    'Registration stood unfinished for too long',
    'Register again, with a new Idempotency-Key.',
  ),
  INVALID_CREDENTIALS: entry(401, 'Wrong e-mail address or password', 'Check both and try again.'),
  EMAIL_NOT_VERIFIED: entry(
    403,
    'E-mail address is not verified',
    'Follow the link in the verification mail first.',
  ),
  VERIFICATION_INVALID: entry(
    422,
    'Verification token is wrong or expired',
    'Ask for a new verification mail.',
  ),
  ACCOUNT_DISABLED: entry(403, 'Account is disabled', 'Ask an operator of the hub.'),
  SESSION_REVOKED: entry(401, 'Session has ended', 'Log in again.'),
  REFRESH_TOKEN_REUSED: entry(
    401,
    'Refresh token was used before',
    'The session was ended because its token was presented twice. Log in again.',
  ),
  REFRESH_TOKEN_EXPIRED: entry(401, 'Refresh token has expired', 'Log in again.'),
  SCOPE_EXCEEDS_GRANTOR: entry(
    403,
    'Scope goes beyond your own',
    'Ask only for scopes that you hold yourself.',
  ),
  ALREADY_MEMBER: entry(409, 'Already a member', 'Change the member’s role instead.'),
  LAST_OWNER: entry(
    409,
    'Organisation would lose its last owner',
    'Make somebody else an owner first.',
  ),
  // devices
  DEVICE_OFFLINE: entry(
    409,
    'Device is offline',
    'Choose another device or wait until it is online.',
    true,
  ),
  DEVICE_RETIRED: entry(409, 'Device is retired', 'Choose another device.'),
  OUTSIDE_EXECUTION_WINDOW: entry(
    409,
    'Device is outside its execution window',
    'Submit inside a window; the detail names the next one.',
    true,
  ),
  CALIBRATION_MISMATCH: entry(
    422,
    'Calibration does not fit the device',
    'Name a calibration of this device, with no more qubits than it has.',
  ),
  CALIBRATION_REQUIRED: entry(409, 'Device has no calibration', 'Publish a calibration first.'),
  ILLEGAL_DEVICE_TRANSITION: entry(
    409,
    'Device cannot change to that status',
    'Look at the device’s status first.',
  ),
  // jobs
  TOO_MANY_QUBITS: entry(
    422,
    'Circuit needs more qubits than the device has',
    'Use a smaller circuit or a larger device.',
  ),
  TOO_MANY_SHOTS: entry(
    422,
    'More shots than the device takes',
    'Stay within the device’s shot range.',
  ),
  TOO_FEW_SHOTS: entry(
    422,
    'Fewer shots than the device takes',
    'Stay within the device’s shot range.',
  ),
  INVALID_CIRCUIT: entry(
    422,
    'Circuit is not a valid OpenQASM program',
    'The errors name line and column.',
  ),
  COST_ABOVE_MAXIMUM: entry(
    422,
    'Job is estimated above your maximum cost',
    'Raise maximumCost, or use fewer shots.',
  ),
  QUOTE_EXPIRED: entry(409, 'Quote has expired', 'Ask for a new quote.'),
  QUOTE_MISMATCH: entry(
    422,
    'Quote is for another job',
    'Submit the program, device and shots that were quoted.',
  ),
  JOB_ALREADY_TERMINAL: entry(409, 'Job has ended', 'A job that has ended cannot be changed.'),
  ILLEGAL_JOB_TRANSITION: entry(
    409,
    'Job cannot change that way now',
    'Look at the job’s status and billing first.',
  ),
  // billing
  INSUFFICIENT_FUNDS: entry(402, 'Insufficient funds', 'Top up the wallet, or lower the cost.'),
  ASSET_MISMATCH: entry(422, 'Wrong asset', 'Use the asset of the device’s price book.'),
  AMOUNT_OUT_OF_RANGE: entry(
    422,
    'Amount is out of range',
    'Amounts are positive whole minor units.',
  ),
  HOLD_UNKNOWN: entry(404, 'No such hold', 'Check the job or hold id.'),
  HOLD_ALREADY_RESOLVED: entry(
    409,
    'Hold is resolved already',
    'A hold is captured or released once.',
  ),
  CAPTURE_ABOVE_HOLD: entry(409, 'Capture is above the hold', 'Capture at most what is held.'),
  REFUND_ABOVE_CAPTURE: entry(
    409,
    'Refund is above what was captured',
    'Refund at most what is left of the charge.',
  ),
  // everywhere
  NOT_FOUND: entry(404, 'Not found', 'Check the id; what belongs to others is not shown either.'),
  ALREADY_EXISTS: entry(409, 'Exists already', 'Read it instead, or use another id.'),
  FORBIDDEN: entry(403, 'Not allowed', 'The detail names the role or scope that is needed.'),
  INVALID_INPUT: entry(400, 'Input is not valid', 'The errors name each field by JSON pointer.'),
  // interfaces
  UNAUTHENTICATED: entry(
    401,
    'Authentication is missing or wrong',
    'Send a valid bearer token or X-API-Key.',
  ),
  TOKEN_EXPIRED: entry(401, 'Access token has expired', 'Refresh the session and try again.'),
  MALFORMED_REQUEST: entry(400, 'Request cannot be read', 'Send well-formed JSON and headers.'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'Unsupported media type', 'Send application/json.'),
  NOT_ACCEPTABLE: entry(406, 'Not acceptable', 'Accept application/json.'),
  PAYLOAD_TOO_LARGE: entry(
    413,
    'Request is too large',
    'Send a smaller body; the detail names the limit.',
  ),
  ROUTE_NOT_FOUND: entry(404, 'No such route', 'The routes are listed in /openapi.json.'),
  METHOD_NOT_ALLOWED: entry(
    405,
    'Method is not allowed here',
    'The Allow header names the methods.',
  ),
  RATE_LIMITED: entry(429, 'Too many requests', 'Wait for the seconds in Retry-After.', true),
  IDEMPOTENCY_KEY_MISSING: entry(
    400,
    'Idempotency-Key is missing',
    'Send one unique key per command.',
  ),
  IDEMPOTENCY_KEY_INVALID: entry(
    400,
    'Idempotency-Key is not valid',
    'Use 1–255 visible ASCII characters.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    'Idempotency-Key was used with another input',
    'Use a new key for a new command.',
  ),
  COMMAND_IN_PROGRESS: entry(
    409,
    'The same command is still running',
    'Wait for the seconds in Retry-After and send it again.',
    true,
  ),
  PRECONDITION_FAILED: entry(
    412,
    'State has changed',
    'Read the current state and its ETag, then decide again.',
  ),
  PRECONDITION_REQUIRED: entry(
    428,
    'If-Match is missing',
    'Send the ETag that your change is based on.',
  ),
  CONCURRENT_CHANGE: entry(
    409,
    'Others changed it at the same time',
    'Send the same request again.',
    true,
  ),
  STALE_READ: entry(
    503,
    'Read model has not reached the position yet',
    'Ask again, or with a longer deadline.',
    true,
  ),
  QUERY_TOO_COMPLEX: entry(
    400,
    'Query is too complex',
    'The detail names the limit and what the query needs.',
  ),
  QUERY_INVALID: entry(400, 'Query is not valid', 'Check it against the schema.'),
  UNAVAILABLE: entry(
    503,
    'A service the hub needs is unavailable',
    'Send the same request again, with the same key.',
    true,
  ),
  DRAINING: entry(
    503,
    'The hub is shutting down',
    'Send the same request again, with the same key.',
    true,
  ),
  INTERNAL: entry(500, 'Internal error', 'Report the traceId to an operator.', true),
}
