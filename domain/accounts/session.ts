import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type DomainEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { Roles, type Role } from './roles.ts'

/**
 * One log-in. Its refresh tokens are numbered by generation, each good for one exchange: when an old one comes again,
 * somebody has a copy, and the session ends. It ends for good at `expiresAt`, which also bounds its stream.
 */
export const category = 'session'

// Events: the stored contract.
const Fact = z.strictObject({ sessionId: Id, userId: Id, at: Instant })
const Grant = Fact.extend({
  /** The organisation acted for, and the roles as they stood then. */
  organisationId: Id,
  roles: Roles,
  generation: z.int().min(0),
})
export const definitions = [
  defineEvent('SessionOpened', 1, Grant.extend({ expiresAt: Instant })),
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
  readonly expiresAt: string
}
export type Session =
  | { readonly kind: 'absent' }
  | (Known & { readonly kind: 'open' })
  | (Known & { readonly kind: 'revoked'; readonly reason: 'LOGGED_OUT' | 'TOKEN_REUSED' })

export const initial: Session = { kind: 'absent' }

export const evolve = (state: Session, event: SessionEvent): Session => {
  if (event.type === 'SessionOpened') {
    const { userId, organisationId, generation, expiresAt } = event.data
    return { kind: 'open', userId, organisationId, generation, expiresAt }
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
    const { userId, organisationId, validForSeconds } = command
    const expiresAt = instantOf(msOf(meta.now) + validForSeconds * 1000)
    const grant = { organisationId, roles: [...command.roles], generation: 0 }
    const data = { sessionId, userId, at: meta.now, ...grant, expiresAt }
    return [{ type: 'SessionOpened', data }]
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
