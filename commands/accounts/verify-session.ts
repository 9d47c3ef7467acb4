import { LRUCache } from 'lru-cache'
import { isOfEpoch } from '../../domain/accounts/account-access.ts'
import { scopesIn } from '../../domain/accounts/member-role.ts'
import {
  memberRoleOf,
  organisation,
  type Organisation,
} from '../../domain/accounts/organisation.ts'
import { session, type Session } from '../../domain/accounts/session.ts'
import { refusalOf, user, type User } from '../../domain/accounts/user.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import { EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import { cached } from '../shared/load-stream.ts'
import { load } from '../shared/load.ts'
import type { Services } from '../shared/services.ts'

/** What another process has written counts here after so long at the latest. */
const freshForMs = 1_000
const maxSessions = 10_000

/** What stands behind an access token. */
type Behind = {
  readonly opened: Session
  readonly account: User
  readonly members: Organisation
}

/** What the person may do now; nothing when the session, the account or the membership has ended. */
const standingOf = (token: Principal, behind: Behind): Principal | undefined => {
  const { opened, account, members } = behind
  const { actor, organisation: actingFor, sessionId = '' } = token
  if (opened.kind !== 'open' || opened.userId !== actor.id) return undefined
  if (account.kind !== 'registered' || refusalOf(account) !== undefined) return undefined
  if (!isOfEpoch(account.access, sessionId, opened.epoch)) return undefined
  const membership = memberRoleOf(members, actor.id)
  if (membership === undefined) return undefined
  const roles = token.roles.filter((role) => account.roles.some((held) => held === role))
  const granted: readonly string[] = scopesIn(membership, account.roles)
  return {
    actor: { kind: roles.includes('operator') ? 'operator' : 'user', id: actor.id },
    organisation: actingFor,
    roles,
    scopes: token.scopes.filter((scope) => granted.includes(scope)),
    sessionId,
  }
}

/** From memory, where this process's own changes are at once. */
const remembered = ({ foldCache }: Services, token: Principal): Behind | undefined => {
  const opened = cached(foldCache, session, token.sessionId ?? '')
  const account = cached(foldCache, user, token.actor.id)
  const members = cached(foldCache, organisation, token.organisation)
  return opened === undefined || account === undefined || members === undefined
    ? undefined
    : { opened: opened.state, account: account.state, members: members.state }
}

const read = async ({ eventStore, foldCache }: Services, token: Principal): Promise<Behind> => {
  const [opened, account, members] = await Promise.all([
    load(eventStore, foldCache, session, token.sessionId ?? ''),
    load(eventStore, foldCache, user, token.actor.id),
    load(eventStore, foldCache, organisation, token.organisation),
  ])
  return { opened: opened.state, account: account.state, members: members.state }
}

export type VerifySession = (token: Principal) => Promise<Principal | undefined>

/**
 * Holds a genuine access token against the log: what was ended or taken away since it was signed counts, in this process at
 * once and in others within a second. While the log does not answer, what is remembered of it counts, or the token alone:
 * it does not live long.
 */
export const createVerifySession = (services: Services): VerifySession => {
  const looked = new LRUCache<string, true>({ max: maxSessions, ttl: freshForMs })
  const silent = new LRUCache<'log', true>({ max: 1, ttl: freshForMs })
  return async (token) => {
    const { sessionId } = token
    if (sessionId === undefined) return undefined
    const known = remembered(services, token)
    if (known !== undefined && (looked.has(sessionId) || silent.has('log')))
      return standingOf(token, known)
    if (silent.has('log')) return token
    try {
      const behind = await read(services, token)
      looked.set(sessionId, true)
      return standingOf(token, behind)
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error
      silent.set('log', true)
      return known === undefined ? token : standingOf(token, known)
    }
  }
}
