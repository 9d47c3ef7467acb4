import { z } from 'zod'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'

/**
 * How a person gets at their account: a forgotten password, the end of all sessions at once, and whether the account rests.
 * A part of the aggregate `user`, so that a password and what it ends are written together or not at all.
 */
const Fact = z.strictObject({ userId: Id, at: Instant })
const EndReason = z.enum([
  'LOGGED_OUT_EVERYWHERE',
  'PASSWORD_RESET',
  'PASSWORD_CHANGED',
  'ACCOUNT_DEACTIVATED',
])
export type EndReason = z.output<typeof EndReason>
export const accessDefinitions = [
  defineEvent('PasswordResetRequested', 1, Fact.extend({ tokenHash: Sha256, expiresAt: Instant })),
  /** Sessions of an earlier epoch have ended, but for the one that is kept. */
  defineEvent(
    'SessionsEnded',
    1,
    Fact.extend({ epoch: z.int().min(1), kept: Id.exactOptional(), reason: EndReason }),
  ),
  defineEvent('AccountDeactivated', 1, Fact),
  defineEvent('AccountReactivated', 1, Fact),
] as const
export type AccessEvent = EventOf<(typeof accessDefinitions)[number]>

export type Reset =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'pending'
      readonly tokenHash: string
      readonly requestedAt: string
      readonly expiresAt: string
    }
export type Access = {
  readonly reset: Reset
  /** Sessions are opened under the epoch of their day; ending all of them begins the next. */
  readonly epoch: number
  readonly kept?: string
  readonly deactivated: boolean
}

export const initialAccess: Access = { reset: { kind: 'none' }, epoch: 0, deactivated: false }

export const evolveAccess = (access: Access, event: AccessEvent): Access => {
  switch (event.type) {
    case 'PasswordResetRequested': {
      const { tokenHash, expiresAt, at } = event.data
      return { ...access, reset: { kind: 'pending', tokenHash, requestedAt: at, expiresAt } }
    }
    case 'SessionsEnded': {
      const { epoch, kept } = event.data
      const { reset, deactivated } = access
      return { reset, deactivated, epoch, ...(kept === undefined ? {} : { kept }) }
    }
    case 'AccountDeactivated':
      return { ...access, deactivated: true }
    case 'AccountReactivated':
      return { ...access, deactivated: false }
    default:
      return exhausted(event)
  }
}

/** Whether a session has not ended with all the others of its person. */
export const isOfEpoch = (access: Access, sessionId: string, epoch: number): boolean =>
  epoch >= access.epoch || access.kept === sessionId

type Base = { readonly userId: string; readonly at: string }

/** One mail a minute is enough for who forgot; more is somebody who fills another's mailbox. */
const pauseMs = 60_000

export const requestReset = (
  { reset }: Access,
  token: { readonly tokenHash: string; readonly validForSeconds: number },
  base: Base,
): readonly AccessEvent[] => {
  const { tokenHash, validForSeconds } = token
  if (reset.kind === 'pending' && msOf(base.at) - msOf(reset.requestedAt) < pauseMs) return []
  const expiresAt = instantOf(msOf(base.at) + validForSeconds * 1000)
  return [{ type: 'PasswordResetRequested', data: { ...base, tokenHash, expiresAt } }]
}

/** The newest token counts, once: any new password voids it. */
export const refusedReset = (
  { reset }: Access,
  tokenHash: string,
  now: string,
): Rejection | undefined =>
  reset.kind === 'pending' && reset.tokenHash === tokenHash && msOf(now) < msOf(reset.expiresAt)
    ? undefined
    : resetInvalid

export const resetInvalid = reject(
  'PASSWORD_RESET_INVALID',
  'The token is wrong, used, replaced or expired.',
)

export const endSessions = (
  access: Access,
  reason: EndReason,
  base: Base,
  kept?: string,
): AccessEvent => ({
  type: 'SessionsEnded',
  data: { ...base, epoch: access.epoch + 1, reason, ...(kept === undefined ? {} : { kept }) },
})
