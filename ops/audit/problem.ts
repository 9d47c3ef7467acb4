import { CodedError } from '../../platform/errors/coded-error.ts'

/** Why a tool of the audit stops, and what would help. */
export const auditErrors = {
  NO_EXPORT:
    'The directory holds no finished audit export. Export again; one that was interrupted has no manifest.',
  NO_HEAD: 'No head was signed yet. A hub with the role `worker` signs them; or look at its log.',
  NO_KEY: 'Give the public key with `--key`: the line itself, or a file that holds it.',
  LOG_DIFFERS:
    'The log is not what was signed. Nothing was exported; `qhub audit verify` names the first bad event.',
  NOT_ENDORSED:
    'Heads are signed with another key. Give that one as `QHUB_AUDIT_PREVIOUS_KEY`, or, if it is lost, see the how-to.',
  NOTHING_THERE: 'No event of the log bears this id.',
} as const

export type AuditErrorCode = keyof typeof auditErrors

/** A tool can't do what it was asked to; the message says why, in one line. */
export class AuditError extends CodedError<AuditErrorCode> {
  override readonly name = 'AuditError'
}
