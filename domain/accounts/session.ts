import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, version, type DomainEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { Roles, type Role } from './roles.ts'

/**
 * One log-in. Its refresh tokens are numbered by generation, each good for one exchange: when an old one comes again,
 * somebody has a copy, and the session ends. It ends for good at `expiresAt`, which also bounds its stream.
 */
export const category = 'session'

/** In the words of RFC 8176; `fed` is our own, for a log-in at somebody else's. `mfa`: a second factor was given too. */
export const AuthenticationMethod = z.enum(['pwd', 'fed', 'otp', 'mfa'])
export type AuthenticationMethod = z.output<typeof AuthenticationMethod>

// Events: the stored contract.
const Fact = z.strictObject({ sessionId: Id, userId: Id, at: Instant })
const Grant = Fact.extend({
  /** The organisation acted for, and the roles as they stood then. */
  organisationId: Id,
  roles: Roles,
  generation: z.int().min(0),
})
const Opened = Grant.extend({
  expiresAt: Instant,
  /** The person's own count of the times that all sessions were ended; see `account-access.ts`. */
  epoch: z.int().min(0),
  /** Program and system that it was opened from, in words that many people share. */
  agent: z.string().min(1).max(60).exactOptional(),
  /** How the person proved who they are. */
  amr: z.array(AuthenticationMethod).min(1),
})
export const definitions = [
  defineEvent('SessionOpened', 2, Opened, {
    // Before all sessions could be ended at once, nobody had ended any; and there was nothing but the password.
    earlier: [
      version(Opened.omit({ epoch: true, agent: true, amr: true }), (data) => ({
        ...data,
        epoch: 0,
        amr: ['pwd'],
      })),
    ],
  }),
  defineEvent('SessionRefreshed', 1, Grant),
  defineEvent('SessionRevoked', 1, Fact.extend({ reason: z.enum(['LOGGED_OUT', 'TOKEN_REUSED']) })),
] as const
export type SessionEvent = EventOf<(typeof definitions)[number]>
export type Grant = z.output<typeof Grant>

/** What an opening or refreshing event granted; nothing for other events. */
export const grantOf = (event: DomainEvent): Grant | undefined => {
  if (event.type !== 'SessionOpened' && event.type !== 'SessionRefreshed') return undefined
  return z.object(Grant.shape).parse(event.data)
}

// State.
type Known = {
  readonly userId: string
  readonly organisationId: string
  readonly generation: number
  readonly epoch: number
  readonly expiresAt: string
  readonly amr: readonly AuthenticationMethod[]
}
export type Session =
  | { readonly kind: 'absent' }
  | (Known & { readonly kind: 'open' })
  | (Known & { readonly kind: 'revoked'; readonly reason: 'LOGGED_OUT' | 'TOKEN_REUSED' })

export const initial: Session = { kind: 'absent' }

export const evolve = (state: Session, event: SessionEvent): Session => {
  if (event.type === 'SessionOpened') {
    const { userId, organisationId, generation, epoch, expiresAt, amr } = event.data
    return { kind: 'open', userId, organisationId, generation, epoch, expiresAt, amr }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'SessionRefreshed': {
      const { organisationId, generation } = event.data
      return { ...state, organisationId, generation }
    }
    case 'SessionRevoked':
      return { ...state, kind: 'revoked', reason: event.data.reason }
    default:
      return exhausted(event)
  }
}

// Commands.
export type SessionCommand = { readonly sessionId: string } & (
  | {
      readonly type: 'OpenSession'
      readonly userId: string
      readonly organisationId: string
      readonly roles: readonly Role[]
      readonly epoch: number
      readonly agent?: string
      readonly amr: readonly AuthenticationMethod[]
      readonly validForSeconds: number
    }
  | {
      readonly type: 'RefreshSession'
      /** Of the refresh token presented. */
      readonly generation: number
      readonly organisationId: string
      readonly roles: readonly Role[]
    }
  | { readonly type: 'RevokeSession' }
)

export const decide = (
  command: SessionCommand,
  state: Session,
  meta: DecisionMeta,
): Decision<SessionEvent> => {
  const { sessionId } = command
  if (command.type === 'OpenSession') {
    if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This session was opened already.')
    const { userId, organisationId, epoch, agent, amr, validForSeconds } = command
    const expiresAt = instantOf(msOf(meta.now) + validForSeconds * 1000)
    const grant = { organisationId, roles: [...command.roles], generation: 0 }
    const data = { sessionId, userId, at: meta.now, ...grant, expiresAt, epoch, amr: [...amr] }
    return [{ type: 'SessionOpened', data: { ...data, ...(agent === undefined ? {} : { agent }) } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such session.')
  const base = { sessionId, userId: state.userId, at: meta.now }
  switch (command.type) {
    case 'RefreshSession': {
      if (state.kind === 'revoked') return reject('SESSION_REVOKED', 'The session has ended.')
      if (msOf(state.expiresAt) <= msOf(meta.now))
        return reject('REFRESH_TOKEN_EXPIRED', `The session ended at ${state.expiresAt}.`)
      if (command.generation !== state.generation)
        return [{ type: 'SessionRevoked', data: { ...base, reason: 'TOKEN_REUSED' } }]
      const { organisationId, roles } = command
      const grant = { organisationId, roles: [...roles], generation: state.generation + 1 }
      return [{ type: 'SessionRefreshed', data: { ...base, ...grant } }]
    }
    case 'RevokeSession':
      if (state.kind === 'revoked') return []
      return [{ type: 'SessionRevoked', data: { ...base, reason: 'LOGGED_OUT' } }]
    default:
      return exhausted(command)
  }
}

export const session: Aggregate<Session, SessionCommand, SessionEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
