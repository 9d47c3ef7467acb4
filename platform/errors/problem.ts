import type { FieldIssue } from '../../domain/shared/rejection.ts'
import { errorTable, type ErrorCode } from './table.ts'

/** What went wrong, before it takes the form of an interface (problem+json, GraphQL error, CLI line). */
export type Failure = {
  readonly code: ErrorCode
  readonly detail: string
  readonly issues?: readonly FieldIssue[]
  /** Of `MFA_REQUIRED`: what the second step of the log-in takes. */
  readonly challenge?: Challenge
}

/** Good until `expiresAt`, ISO 8601. */
export type Challenge = { readonly token: string; readonly expiresAt: string }

/** RFC 9457, with the members of the hub: `code`, `errors`, `challenge`, `retryable`, `traceId`. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly traceId: string
  readonly errors?: readonly FieldIssue[]
  readonly challenge?: Challenge
}

/** `INSUFFICIENT_FUNDS` is described at `/problems/insufficient-funds`. */
export const problemPath = (code: ErrorCode): string =>
  `/problems/${code.toLowerCase().replaceAll('_', '-')}`

export const problemOf = (failure: Failure, instance: string, traceId: string): Problem => {
  const { status, title, retryable } = errorTable[failure.code]
  return {
    type: problemPath(failure.code),
    title,
    status,
    detail: failure.detail,
    instance,
    code: failure.code,
    retryable,
    traceId,
    ...(failure.issues === undefined ? {} : { errors: failure.issues }),
    ...(failure.challenge === undefined ? {} : { challenge: failure.challenge }),
  }
}
