import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, version, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed, Sha256 } from '../shared/values.ts'
import {
  accessDefinitions,
  endSessions,
  evolveAccess,
  initialAccess,
  refusedReset,
  requestReset,
  resetInvalid,
  type Access,
} from './account-access.ts'
import { definitions as erasure, type ErasureReason, type Reach } from './erasure.ts'
import { inOrder, Roles, type Role } from './roles.ts'

/** A person. Their personal data is sealed under their own id as subject. */
export const category = 'user'

// Events: the stored contract.
const Fact = z.strictObject({ userId: Id, at: Instant })
const Registration = z.strictObject({
  organisationId: Id,
  email: Sealed,
  username: Sealed,
  /** The reservations that this registration stands on. */
  emailHash: Sha256,
  usernameHash: Sha256,
  roles: Roles,
})
export type Registration = z.output<typeof Registration>
/** Its username was taken; or it stood unfinished and somebody else needed one of its names. */
const AbandonedReason = z.enum(['USERNAME_TAKEN', 'STALLED'])
export type AbandonedReason = z.output<typeof AbandonedReason>
export const definitions = [
  defineEvent('UserRegistered', 1, Fact.extend(Registration.shape)),
  defineEvent('RegistrationAbandoned', 1, Fact.extend({ reason: AbandonedReason })),
  defineEvent('PasswordSet', 1, Fact.extend({ hash: Sealed })),
  defineEvent('VerificationRequested', 1, Fact.extend({ tokenHash: Sha256, expiresAt: Instant })),
  defineEvent('EmailVerified', 1, Fact),
  defineEvent('RolesChanged', 1, Fact.extend({ roles: Roles })),
  // What is said about a person is theirs, too: it is sealed. What was said before that stays unread.
  defineEvent('AccountDisabled', 2, Fact.extend({ reason: Sealed.exactOptional() }), {
    earlier: [
      version(Fact.extend({ reason: z.string().min(1).max(500) }), ({ userId, at }) => ({
        userId,
        at,
      })),
    ],
  }),
  defineEvent('AccountEnabled', 1, Fact),
  ...erasure,
  ...accessDefinitions,
] as const
export type UserEvent = EventOf<(typeof definitions)[number]>

// State.
export type Verification =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly tokenHash: string; readonly expiresAt: string }
  /** `tokenHash` is the one that verified; absent when the hub itself vouched for the address. */
  | { readonly kind: 'verified'; readonly tokenHash?: string }
export type RegisteredUser = Registration & {
  readonly kind: 'registered'
  readonly passwordHash?: string
  readonly verification: Verification
  readonly disabled: boolean
  readonly access: Access
}
/** What is left of an account that was closed: the names that it held, as keyed hashes, and what became of it. */
type Remains = Pick<Registration, 'organisationId' | 'emailHash' | 'usernameHash'> & {
  readonly reason: ErasureReason
  readonly closedAt: string
}
export type User =
  | { readonly kind: 'absent' }
  /** It was given up before it was finished, and never will be: its names are free for others. */
  | { readonly kind: 'abandoned'; readonly reason: AbandonedReason }
  | RegisteredUser
  | (Remains & { readonly kind: 'closed' })
  | (Remains & { readonly kind: 'erased'; readonly reach: Reach; readonly erasedAt: string })

export const initial: User = { kind: 'absent' }

export const evolve = (state: User, event: UserEvent): User => {
  if (event.type === 'UserRegistered') {
    const { organisationId, email, username, emailHash, usernameHash, roles } = event.data
    const registration = { organisationId, email, username, emailHash, usernameHash, roles }
    return {
      kind: 'registered',
      ...registration,
      verification: { kind: 'none' },
      disabled: false,
      access: initialAccess,
    }
  }
  if (event.type === 'RegistrationAbandoned')
    return { kind: 'abandoned', reason: event.data.reason }
  if (event.type === 'AccountErased') {
    if (state.kind !== 'closed') return state
    return { ...state, kind: 'erased', reach: event.data.reach, erasedAt: event.data.at }
  }
  if (state.kind !== 'registered') return state
  switch (event.type) {
    case 'AccountClosed': {
      const { organisationId, emailHash, usernameHash } = state
      const { reason, at: closedAt } = event.data
      return { kind: 'closed', organisationId, emailHash, usernameHash, reason, closedAt }
    }
    case 'PasswordSet': {
      const access: Access = { ...state.access, reset: { kind: 'none' } }
      return { ...state, passwordHash: event.data.hash, access }
    }
    case 'VerificationRequested': {
      const { tokenHash, expiresAt } = event.data
      return { ...state, verification: { kind: 'pending', tokenHash, expiresAt } }
    }
    case 'EmailVerified':
      return { ...state, verification: verifiedBy(state.verification) }
    case 'RolesChanged':
      return { ...state, roles: event.data.roles }
    case 'AccountDisabled':
      return { ...state, disabled: true }
    case 'AccountEnabled':
      return { ...state, disabled: false }
    case 'PasswordResetRequested':
    case 'SessionsEnded':
    case 'AccountDeactivated':
    case 'AccountReactivated':
      return { ...state, access: evolveAccess(state.access, event) }
    default:
      return exhausted(event)
  }
}

const verifiedBy = (verification: Verification): Verification =>
  verification.kind === 'pending'
    ? { kind: 'verified', tokenHash: verification.tokenHash }
    : { kind: 'verified' }

// Commands.
export type UserCommand = { readonly userId: string } & (
  | {
      readonly type: 'RegisterUser'
      readonly registration: Registration
      /** Absent for who signs in by a provider alone. */
      readonly passwordHash?: string
      /** The hash of the token to verify the address by; absent when the hub itself vouches for it. */
      readonly verification?: { readonly tokenHash: string; readonly validForSeconds: number }
    }
  | { readonly type: 'AbandonRegistration'; readonly reason: AbandonedReason }
  | {
      readonly type: 'RequestVerification'
      readonly tokenHash: string
      readonly validForSeconds: number
    }
  | { readonly type: 'VerifyEmail'; readonly tokenHash: string }
  | { readonly type: 'ChangeRoles'; readonly roles: readonly Role[] }
  /** `reason` is sealed. */
  | { readonly type: 'DisableAccount'; readonly reason: string }
  | { readonly type: 'EnableAccount' }
  | {
      readonly type: 'RequestPasswordReset'
      readonly tokenHash: string
      readonly validForSeconds: number
    }
  | { readonly type: 'ResetPassword'; readonly tokenHash: string; readonly passwordHash: string }
  /** The session that it comes from is kept, if one is named. */
  | { readonly type: 'ChangePassword'; readonly passwordHash: string; readonly kept?: string }
  | { readonly type: 'EndSessions'; readonly kept?: string }
  | { readonly type: 'DeactivateAccount' }
  | { readonly type: 'ReactivateAccount' }
  /** For good: what follows is erasure. */
  | { readonly type: 'CloseAccount'; readonly reason: ErasureReason }
  | { readonly type: 'RecordErasure'; readonly reach: Reach }
)

export const decide = (
  command: UserCommand,
  state: User,
  meta: DecisionMeta,
): Decision<UserEvent> => {
  const base = { userId: command.userId, at: meta.now }
  if (command.type === 'RegisterUser') return register(command, state, base)
  if (command.type === 'AbandonRegistration') {
    if (state.kind === 'registered') return reject('ALREADY_EXISTS', 'The account is registered.')
    if (state.kind === 'abandoned') return []
    return [{ type: 'RegistrationAbandoned', data: { ...base, reason: command.reason } }]
  }
  if (command.type === 'RecordErasure' && state.kind === 'closed')
    return [{ type: 'AccountErased', data: { ...base, reach: command.reach } }]
  const ends = command.type === 'CloseAccount' || command.type === 'RecordErasure'
  if (ends && isOver(state)) return []
  if (state.kind !== 'registered') return reject('NOT_FOUND', 'There is no such account.')
  switch (command.type) {
    case 'CloseAccount':
      return [{ type: 'AccountClosed', data: { ...base, reason: command.reason } }]
    case 'RecordErasure':
      return reject('FORBIDDEN', 'The account is not closed.')
    case 'RequestVerification':
      return state.verification.kind === 'verified' ? [] : [verificationRequested(command, base)]
    case 'VerifyEmail':
      return verifyEmail(command.tokenHash, state.verification, base)
    case 'ChangeRoles': {
      const roles = inOrder(command.roles)
      const isSame = roles.join() === inOrder(state.roles).join()
      return isSame ? [] : [{ type: 'RolesChanged', data: { ...base, roles } }]
    }
    case 'DisableAccount':
      if (state.disabled) return []
      return [{ type: 'AccountDisabled', data: { ...base, reason: command.reason } }]
    case 'EnableAccount':
      return state.disabled ? [{ type: 'AccountEnabled', data: base }] : []
    case 'RequestPasswordReset':
      return state.disabled ? [] : requestReset(state.access, command, base)
    case 'ResetPassword':
      return resetPassword(command, state, base)
    case 'ChangePassword':
      return [
        { type: 'PasswordSet', data: { ...base, hash: command.passwordHash } },
        endSessions(state.access, 'PASSWORD_CHANGED', base, command.kept),
      ]
    case 'EndSessions':
      return [endSessions(state.access, 'LOGGED_OUT_EVERYWHERE', base, command.kept)]
    case 'DeactivateAccount':
      if (state.access.deactivated) return []
      return [
        { type: 'AccountDeactivated', data: base },
        endSessions(state.access, 'ACCOUNT_DEACTIVATED', base),
      ]
    case 'ReactivateAccount':
      return state.access.deactivated ? [{ type: 'AccountReactivated', data: base }] : []
    default:
      return exhausted(command)
  }
}

type Base = { readonly userId: string; readonly at: string }

const register = (
  command: Extract<UserCommand, { type: 'RegisterUser' }>,
  state: User,
  base: Base,
): Decision<UserEvent> => {
  if (state.kind === 'registered')
    return reject('ALREADY_EXISTS', 'This account was registered already.')
  if (state.kind === 'abandoned') return abandoned(state.reason)
  if (isOver(state)) return reject('NOT_FOUND', 'This account was closed.')
  const { passwordHash } = command
  const roles = inOrder(command.registration.roles)
  return [
    { type: 'UserRegistered', data: { ...base, ...command.registration, roles } },
    ...(passwordHash === undefined
      ? []
      : [{ type: 'PasswordSet', data: { ...base, hash: passwordHash } } as const]),
    command.verification === undefined
      ? { type: 'EmailVerified', data: base }
      : verificationRequested(command.verification, base),
  ]
}

/** What an abandoned registration is answered, every time it is tried again. */
export const abandoned = (reason: AbandonedReason): Rejection =>
  reason === 'USERNAME_TAKEN'
    ? reject('USERNAME_TAKEN', 'Another account has this username.')
    : reject(
        'REGISTRATION_ABANDONED',
        'The registration stood unfinished for so long that its name was given to somebody else.',
      )

/** Why this person may not act now, however they proved who they are. */
export const refusalOf = (user: RegisteredUser): Rejection | undefined => {
  if (user.disabled) return reject('ACCOUNT_DISABLED', 'An operator disabled this account.')
  if (user.access.deactivated)
    return reject('ACCOUNT_DEACTIVATED', 'The account rests. Reactivate it first.')
  if (user.verification.kind !== 'verified')
    return reject('EMAIL_NOT_VERIFIED', 'The e-mail address is not verified yet.')
  return undefined
}

/** Closed for good, whether erasure is done or under way. */
export const isOver = (state: User): state is Extract<User, { kind: 'closed' | 'erased' }> =>
  state.kind === 'closed' || state.kind === 'erased'

const verificationRequested = (
  token: { readonly tokenHash: string; readonly validForSeconds: number },
  base: Base,
): UserEvent => ({
  type: 'VerificationRequested',
  data: {
    ...base,
    tokenHash: token.tokenHash,
    expiresAt: instantOf(msOf(base.at) + token.validForSeconds * 1000),
  },
})

/** The newest token counts; the one that verified stays good for the same wish again. */
const verifyEmail = (
  tokenHash: string,
  verification: Verification,
  base: Base,
): Decision<UserEvent> => {
  const refused = reject('VERIFICATION_INVALID', 'The token is wrong, replaced or expired.')
  if (verification.kind === 'none' || verification.tokenHash !== tokenHash) return refused
  if (verification.kind === 'verified') return []
  if (msOf(verification.expiresAt) <= msOf(base.at)) return refused
  return [{ type: 'EmailVerified', data: base }]
}

/** Who has the token has the mailbox: the address is proved with it. */
const resetPassword = (
  command: Extract<UserCommand, { type: 'ResetPassword' }>,
  state: RegisteredUser,
  base: Base,
): Decision<UserEvent> => {
  if (state.disabled) return resetInvalid
  const refused = refusedReset(state.access, command.tokenHash, base.at)
  if (refused !== undefined) return refused
  return [
    { type: 'PasswordSet', data: { ...base, hash: command.passwordHash } },
    endSessions(state.access, 'PASSWORD_RESET', base),
    ...(state.verification.kind === 'verified'
      ? []
      : ([{ type: 'EmailVerified', data: base }] as const)),
  ]
}

export const user: Aggregate<User, UserCommand, UserEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
