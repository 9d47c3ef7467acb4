import type { Failed, FailureReason } from './port.ts'

/** A failure that cost nothing: the provider did no work, or says that it asks nothing for it. */
export const failedFree = (
  reason: FailureReason,
  message: string,
  retryAfterMs?: number,
): Failed => ({
  kind: 'failed',
  reason,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  charged: 'NOTHING',
})

/** A failure after which nobody knows what the provider will ask for. */
export const failedUnsettled = (reason: FailureReason, message: string): Failed => ({
  kind: 'failed',
  reason,
  message,
  charged: 'UNKNOWN',
})

/** Whoever asked gave up: of their own will, or because their time was over. */
export const givenUp = ({ reason }: AbortSignal, charged: Failed['charged']): Failed => {
  const late = reason instanceof DOMException && reason.name === 'TimeoutError'
  return {
    kind: 'failed',
    reason: late ? 'TIMEOUT' : 'CANCELLED',
    message: late ? "the caller's time is over" : 'the caller asks no more',
    charged,
  }
}
