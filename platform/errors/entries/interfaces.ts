import { entry } from '../entry.ts'

/** The interfaces themselves: requests, limits, reads, trouble. */
export const interfaces = {
  UNAUTHENTICATED: entry(
    401,
    'Authentication is missing or wrong',
    'Send a valid bearer token or X-API-Key.',
  ),
  TOKEN_EXPIRED: entry(401, 'Access token has expired', 'Refresh the session and try again.'),
  MFA_REQUIRED: entry(
    401,
    'A second factor is needed',
    'Send the challenge of this problem with a code of the authenticator, or a recovery code.',
  ),
  MALFORMED_REQUEST: entry(400, 'Request cannot be read', 'Send well-formed JSON and headers.'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'Unsupported media type', 'Send application/json.'),
  NOT_ACCEPTABLE: entry(406, 'Not acceptable', 'Accept application/json.'),
  PACKAGE_TOO_LARGE: entry(413, 'Package is too large', 'Send a smaller package.'),
  PACKAGE_UNSUPPORTED: entry(
    415,
    'Neither a zip nor a gzipped tar file',
    'Send an archive of one of the two kinds; its first bytes decide, not its name.',
  ),
  PACKAGE_INVALID: entry(
    422,
    'Package cannot be taken',
    'The code in errors says what is wrong with the archive.',
  ),
  DIGEST_MISMATCH: entry(
    400,
    'Content is not what its digest says',
    'Send it again: it was damaged on the way, or hashed before it was changed.',
  ),
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
  TAIL_BEHIND: entry(
    409,
    'Too far behind the log',
    'Read pages of logEvents from the position that is told, then follow again.',
  ),
  MOMENT_TOO_EARLY: entry(
    400,
    'There was nothing yet',
    'Ask for a later moment: the detail says where the log, or the stream, begins.',
  ),
  MOMENT_TOO_LATE: entry(
    400,
    'The moment has not come yet',
    'Ask for an earlier moment: the detail says where the log, or the stream, ends.',
  ),
  HISTORY_NOT_KEPT: entry(
    400,
    'What the field says is known of today alone',
    'Ask for it without asOf.',
  ),
  HISTORY_TOO_LONG: entry(
    400,
    'Too many events up to that moment',
    'Operators read streams of any length with qhub state.',
  ),
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
