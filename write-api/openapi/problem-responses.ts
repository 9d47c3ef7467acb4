import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'
import type { MountDocument } from '../mount.ts'
import { commonHeaders, retryAfter } from './headers.ts'

const everywhere: readonly ErrorCode[] = [
  'INVALID_INPUT',
  'MALFORMED_REQUEST',
  'NOT_ACCEPTABLE',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
  'DRAINING',
]
const signedIn: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'FORBIDDEN',
  'USAGE_EXCEEDED',
]
const everyQuestion: readonly ErrorCode[] = ['UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE']
const everyCommand: readonly ErrorCode[] = [
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'COMMAND_IN_PROGRESS',
  'PRECONDITION_FAILED',
  'CONCURRENT_CHANGE',
]

/** Every code that an operation may answer. */
export const codesOf = (document: MountDocument): readonly ErrorCode[] => [
  ...new Set([
    ...document.problems,
    ...everywhere,
    ...(document.access === 'signed-in' ? signedIn : []),
    ...(document.kind === 'command' ? everyCommand : []),
    ...(document.kind === 'question' ? everyQuestion : []),
    ...(document.precondition === 'required' ? (['PRECONDITION_REQUIRED'] as const) : []),
  ]),
]

const isOf =
  (status: number) =>
  (code: ErrorCode): boolean =>
    errorTable[code].status === status

/** The failures of an operation, one response for each status, which names its codes. */
export const problemResponsesOf = (document: MountDocument) => {
  const codes = codesOf(document)
  const statuses = [...new Set(codes.map((code) => errorTable[code].status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter(isOf(status))
      const waiting = ofStatus.some((code) => errorTable[code].retryable)
      const description = ofStatus
        .map((code) => `\`${code}\`: ${errorTable[code].title}.`)
        .join('\n\n')
      const content = {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      }
      const headers = waiting ? { ...commonHeaders, 'Retry-After': retryAfter } : commonHeaders
      return [status.toString(), { description, headers, content }]
    }),
  )
}
