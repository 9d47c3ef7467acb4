import t from 'tap'
import { decides, idNumber, noon } from '../../test/kit/scenarios.ts'
import { grantOf, session, type SessionCommand, type SessionEvent } from './session.ts'

const [sessionId, userId, home, other] = [idNumber(1), idNumber(2), idNumber(3), idNumber(4)]
const base = { sessionId, userId, at: noon }
const expiresAt = '2026-12-20T12:00:00.000Z'

const opened: SessionEvent = {
  type: 'SessionOpened',
  data: { ...base, organisationId: home, roles: ['consumer'], generation: 0, expiresAt },
}
const refreshed = (generation: number): SessionEvent => ({
  type: 'SessionRefreshed',
  data: { ...base, organisationId: other, roles: ['provider'], generation },
})
const revoked = (reason: 'LOGGED_OUT' | 'TOKEN_REUSED'): SessionEvent => ({
  type: 'SessionRevoked',
  data: { ...base, reason },
})
const open: SessionCommand = {
  type: 'OpenSession',
  sessionId,
  userId,
  organisationId: home,
  roles: ['consumer'],
  validForSeconds: 30 * 86_400,
}
const refresh = (generation: number): SessionCommand => ({
  type: 'RefreshSession',
  sessionId,
  generation,
  organisationId: other,
  roles: ['provider'],
})
const revoke: SessionCommand = { type: 'RevokeSession', sessionId }

t.test('decisions', async (t) =>
  decides(t, session, [
    { name: 'opens', when: open, then: [opened] },
    { name: 'opens once', given: [opened], when: open, then: 'ALREADY_EXISTS' },
    { name: 'refreshes', given: [opened], when: refresh(0), then: [refreshed(1)] },
    {
      name: 'refreshes on',
      given: [opened, refreshed(1)],
      when: refresh(1),
      then: [refreshed(2)],
    },
    {
      name: 'ends when an old token comes again',
      given: [opened, refreshed(1), refreshed(2)],
      when: refresh(0),
      then: [revoked('TOKEN_REUSED')],
    },
    {
      name: 'is over after that',
      given: [opened, refreshed(1), revoked('TOKEN_REUSED')],
      when: refresh(1),
      then: 'SESSION_REVOKED',
    },
    {
      name: 'is over after log-out',
      given: [opened, revoked('LOGGED_OUT')],
      when: refresh(0),
      then: 'SESSION_REVOKED',
    },
    {
      name: 'expires, however often refreshed',
      given: [opened, refreshed(1)],
      when: refresh(1),
      at: expiresAt,
      then: 'REFRESH_TOKEN_EXPIRED',
    },
    {
      name: 'lives until then',
      given: [opened],
      when: refresh(0),
      at: '2026-12-20T11:59:59.999Z',
      then: [
        {
          type: 'SessionRefreshed',
          data: { ...refreshed(1).data, at: '2026-12-20T11:59:59.999Z' },
        } as SessionEvent,
      ],
    },
    { name: 'logs out', given: [opened], when: revoke, then: [revoked('LOGGED_OUT')] },
    { name: 'logs out once', given: [opened, revoked('LOGGED_OUT')], when: revoke, then: [] },
    { name: 'is not there to log out', when: revoke, then: 'NOT_FOUND' },
    { name: 'is not there to refresh', when: refresh(0), then: 'NOT_FOUND' },
  ]),
)

t.test('what an event grants', async (t) => {
  t.strictSame(grantOf(opened), {
    ...base,
    organisationId: home,
    roles: ['consumer'],
    generation: 0,
  })
  t.equal(grantOf(refreshed(7))?.generation, 7)
  t.equal(grantOf(revoked('LOGGED_OUT')), undefined)
})
