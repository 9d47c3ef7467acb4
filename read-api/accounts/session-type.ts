import { notFound } from '../errors/query-error.ts'
import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { SessionConnection } from '../schema/connections.ts'
import { Organisation, Session, User } from '../schema/refs.ts'
import { requirePrincipal, seesAll } from '../view/caller.ts'
import { createdOrder } from './reads.ts'
import type { SessionView } from './session-reads.ts'

const SessionStatus = builder.enumType('SessionStatus', {
  description: 'Whether a session can be used.',
  values: {
    OPEN: { description: 'It can.' },
    REVOKED: { description: 'It was ended.' },
    EXPIRED: { description: 'It ended of age.' },
  },
})

const statusOf = (session: SessionView, now: Date): 'OPEN' | 'REVOKED' | 'EXPIRED' => {
  if (session.status === 'REVOKED' || session.ended_with_others) return 'REVOKED'
  return session.expires_at <= now ? 'EXPIRED' : 'OPEN'
}

builder.node(Session, {
  description: 'A log-in of a person. Seen by that person alone.',
  id: { resolve: ({ session_id }) => session_id },
  loadOne: (id, { view }) => view.loaders.sessions.load(id),
  fields: (t) => ({
    sessionId: t.exposeID('session_id', { description: 'The hub’s id, as commands take it.' }),
    agent: t.exposeString('agent', {
      nullable: true,
      description: 'Program and system it was opened from, such as "Firefox on Linux".',
    }),
    authenticationMethods: t.stringList({
      description:
        'How the person proved who they are, in the words of RFC 8176: pwd or fed (a provider), otp, mfa.',
      resolve: ({ amr }) => [...amr],
    }),
    status: t.field({
      type: SessionStatus,
      description: 'Whether it can be used.',
      resolve: (session, _, { view }) => statusOf(session, view.clock.now()),
    }),
    current: t.boolean({
      description: 'Whether it is the session of the token that asks.',
      resolve: ({ session_id }, _, { view }) =>
        requirePrincipal(view.caller).sessionId === session_id,
    }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation acted for; null when not yours to see.',
      resolve: async ({ organisation_id }, _, { view }) =>
        (await view.loaders.organisations.load(organisation_id)) ?? null,
    }),
    openedAt: t.expose('opened_at', { type: 'DateTime', description: 'When it was opened.' }),
    refreshedAt: t.expose('refreshed_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When its token was last exchanged.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      description: 'When it ends of age at the latest.',
    }),
    revokedAt: t.expose('revoked_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended by itself; null, too, when it ended with all others.',
    }),
  }),
})

builder.objectFields(User, (t) => ({
  sessions: t.connection(
    {
      type: Session,
      nullable: true,
      description: 'The person’s sessions, the newest first; only your own.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: ({ user_id }, args, { view }) => {
        const principal = requirePrincipal(view.caller)
        if (principal.actor.id !== user_id && !seesAll(principal)) throw notFound('person of yours')
        const page = pageRequest(args, createdOrder, 'DESC')
        return view.loaders.sessionsOf.load({ parent: user_id, page })
      },
    },
    SessionConnection,
  ),
}))
