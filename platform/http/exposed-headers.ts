/** What a browser's script may read of an answer from another origin. */
export const exposedHeaders = [
  'Content-Digest',
  'Content-Disposition',
  'ETag',
  'Location',
  'Retry-After',
  'Idempotency-Replayed',
  'Preference-Applied',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'X-Correlation-Id',
  'X-Position',
  'X-Request-Id',
  'traceparent',
] as const
