import type { Failure } from '../../platform/errors/problem.ts'

/** One key per command: 1–255 visible ASCII characters. */
const form = /^[\x21-\x7e]{1,255}$/

export const idempotencyKeyOf = (header: string | undefined): string | Failure => {
  if (header === undefined)
    return {
      code: 'IDEMPOTENCY_KEY_MISSING',
      detail: 'Every command takes the header Idempotency-Key.',
    }
  return form.test(header)
    ? header
    : {
        code: 'IDEMPOTENCY_KEY_INVALID',
        detail: 'The Idempotency-Key is empty, too long, or has characters outside visible ASCII.',
      }
}
