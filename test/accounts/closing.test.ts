import t from 'tap'
import { closeAccount } from '../../commands/accounts/close-account.ts'
import { eraseAccount } from '../../commands/accounts/erase-account.ts'
import { completeErasure } from '../../commands/accounts/erasure/complete-erasure.ts'
import { logIn } from '../../commands/accounts/log-in.ts'
import { refresh } from '../../commands/accounts/refresh.ts'
import { createFootprint } from '../../ops/erasure/footprint.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { createAuthenticate } from '../../write-api/accounts/authenticate.ts'
import { answerOf, codeOf, run, startHub } from './hub.ts'
import { password, signUp } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const { eventStore, postgres } = hub
const services = {
  ...hub.process(),
  footprint: createFootprint({
    pool: postgres.pool,
    postgresUrl: hub.postgresUrl,
    eventStore,
    cache: createMemoryCache(),
    dataDir: t.testdir(),
    patienceMs: 0,
  }),
}
const close = (context: Parameters<typeof run>[3]) => run(services, closeAccount, {}, context)

t.test('who closes their account has logged in a moment ago', async (t) => {
  const person = await signUp(hub, services)
  const { sessionId, refreshToken, email, accessToken } = person
  t.equal(await codeOf(close(person.context)), 'REAUTHENTICATION_REQUIRED', 'without a session')
  hub.clock.advance(11 * 60_000)
  const session = { ...person.context, sessionId }
  t.equal(await codeOf(close(session)), 'REAUTHENTICATION_REQUIRED')
  const next = await answerOf(run(services, refresh, { refreshToken }))
  t.equal(await codeOf(close(session)), 'REAUTHENTICATION_REQUIRED', 'refreshed is not logged in')
  const fresh = await answerOf(run(services, logIn, { email, password }))
  const stolen = await signUp(hub, services)
  const other = { ...person.context, sessionId: stolen.sessionId }
  t.equal(await codeOf(close(other)), 'REAUTHENTICATION_REQUIRED', 'nor by another’s session')
  const key = { ...person.context, actor: { kind: 'apiKey', id: person.userId } } as const
  t.equal(await codeOf(close(key)), 'FORBIDDEN')

  const closed = close({ ...person.context, sessionId: fresh.sessionId })
  t.strictSame(await answerOf(closed), { userId: person.userId, status: 'CLOSED' })
  t.equal(await codeOf(run(services, logIn, { email, password })), 'INVALID_CREDENTIALS')
  const exchanged = run(services, refresh, { refreshToken: next.refreshToken })
  t.equal(await codeOf(exchanged), 'NOT_FOUND', 'no session goes on')
  const authenticate = createAuthenticate(services)
  t.match(await authenticate({ kind: 'bearer', token: accessToken }), { code: /UNAUTH|EXPIRED/ })
})

t.test('only who runs the hub closes for others, and erases', async (t) => {
  const person = await signUp(hub, services)
  const wish = { userId: person.userId }
  t.equal(await codeOf(run(services, eraseAccount, wish, person.context)), 'FORBIDDEN')
  t.equal(await codeOf(run(services, completeErasure, wish, person.context)), 'FORBIDDEN')
  const hubItself = { scopes: ['*'] }
  t.equal(await codeOf(run(services, completeErasure, wish, hubItself)), 'NOT_FOUND', 'not closed')
  const nobody = { userId: '00000000-0000-4000-8000-000000000000' }
  t.equal(await codeOf(run(services, eraseAccount, nobody, hubItself)), 'NOT_FOUND')
  const free = { ...wish, reason: 'Jane Doe asked by mail' }
  t.equal(await codeOf(run(services, eraseAccount, free, hubItself)), 'INVALID_INPUT')
  t.match(await answerOf(run(services, eraseAccount, wish, hubItself)), { status: 'CLOSED' })
  t.match(await answerOf(run(services, eraseAccount, wish, hubItself)), { status: 'CLOSED' })
  await t.rejects(run(services, completeErasure, wish, hubItself), { name: 'FootprintBusy' })
})
