import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { grantOf, session, type SessionCommand, type SessionEvent } from './session.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(session, { now: noon })
const [sessionId, userId, home, other] = [idNumber(1), idNumber(2), idNumber(3), idNumber(4)]
const base = { sessionId, userId, at: noon }
const expiresAt = '2026-12-20T12:00:00.000Z'

const opened: SessionEvent = {
  type: 'SessionOpened',
  data: {
    ...base,
    organisationId: home,
    roles: ['consumer'],
    generation: 0,
    expiresAt,
    epoch: 0,
    amr: ['pwd'],
  },
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
  epoch: 0,
  amr: ['pwd'],
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

t.test('decisions', async (t) => {
  t.test('opens', async () => given().when(open).then([opened]))
  t.test('opens once', async () => given(opened).when(open).then('ALREADY_EXISTS'))
  t.test('refreshes', async () =>
    given(opened)
      .when(refresh(0))
      .then([refreshed(1)]),
  )
  t.test('refreshes on', async () =>
    given(opened, refreshed(1))
      .when(refresh(1))
      .then([refreshed(2)]),
  )
  t.test('ends when an old token comes again', async () =>
    given(opened, refreshed(1), refreshed(2))
      .when(refresh(0))
      .then([revoked('TOKEN_REUSED')]),
  )
  t.test('is over after that', async () =>
    given(opened, refreshed(1), revoked('TOKEN_REUSED')).when(refresh(1)).then('SESSION_REVOKED'),
  )
  t.test('is over after log-out', async () =>
    given(opened, revoked('LOGGED_OUT')).when(refresh(0)).then('SESSION_REVOKED'),
  )
  t.test('expires, however often refreshed', async () =>
    given(opened, refreshed(1)).at(expiresAt).when(refresh(1)).then('REFRESH_TOKEN_EXPIRED'),
  )
  t.test('lives until then', async () =>
    given(opened)
      .at('2026-12-20T11:59:59.999Z')
      .when(refresh(0))
      .then([
        {
          type: 'SessionRefreshed',
          data: { ...refreshed(1).data, at: '2026-12-20T11:59:59.999Z' },
        } as SessionEvent,
      ]),
  )
  t.test('logs out', async () =>
    given(opened)
      .when(revoke)
      .then([revoked('LOGGED_OUT')]),
  )
  t.test('logs out once', async () => given(opened, revoked('LOGGED_OUT')).when(revoke).then([]))
  t.test('is not there to log out', async () => given().when(revoke).then('NOT_FOUND'))
  t.test('is not there to refresh', async () => given().when(refresh(0)).then('NOT_FOUND'))
})

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
