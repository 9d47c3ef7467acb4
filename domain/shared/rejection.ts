import type { RejectionCode } from './rejection-codes.ts'

/** A field of the input that is at fault: JSON pointer, a stable code, a sentence for a person; in a program, where. */
export type FieldIssue = {
  readonly pointer: string
  readonly code: string
  readonly detail: string
  readonly line?: number
  readonly column?: number
}

/** A decision not to act: a value with a stable code from the error table, never an exception. */
export type Rejection = {
  readonly rejected: RejectionCode
  readonly detail: string
  readonly issues?: readonly FieldIssue[]
}

export const reject = (
  rejected: RejectionCode,
  detail: string,
  issues?: readonly FieldIssue[],
): Rejection => ({ rejected, detail, ...(issues === undefined ? {} : { issues }) })

export const isRejection = (value: object): value is Rejection => 'rejected' in value
