import { randomUUID } from 'node:crypto'
import t from 'tap'
import fc from '../kit/fast-check.ts'
import { changeRoles } from '../../commands/accounts/change-roles.ts'
import { createOrganisation } from '../../commands/accounts/create-organisation.ts'
import { disableAccount } from '../../commands/accounts/disable-account.ts'
import { enableAccount } from '../../commands/accounts/enable-account.ts'
import { logIn } from '../../commands/accounts/log-in.ts'
import { logOut } from '../../commands/accounts/log-out.ts'
import { refresh } from '../../commands/accounts/refresh.ts'
import { register } from '../../commands/accounts/register.ts'
import { crashingAt } from './crash.ts'
import { answerOf, codeOf, ofStream, run, startHub } from './hub.ts'
import { applicant, makeOperator, password, signUp } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()
const operator = await makeOperator(services)
const admin = operator.context

t.test('an unknown address and a wrong password are answered alike', async (t) => {
  const person = await signUp(hub, services)
  const head = await hub.eventStore.head()
  const wrong = await run(services, logIn, { email: person.email, password: `${password}!` })
  const unknown = await run(services, logIn, { email: 'nobody@example.org', password })
  t.strictSame(wrong, unknown)
  t.match(wrong, { kind: 'failed', failure: { code: 'INVALID_CREDENTIALS' } })
  t.equal(await hub.eventStore.head(), head, 'and leave nothing')
  const unverified = applicant()
  await answerOf(run(services, register, unverified))
  const { email } = unverified
  const guess = { email, password: 'not the password' }
  t.equal(await codeOf(run(services, logIn, guess)), 'INVALID_CREDENTIALS', 'before all else')
  t.equal(await codeOf(run(services, logIn, { email, password })), 'EMAIL_NOT_VERIFIED')
})

t.test('an unknown address costs the work of a known one', async (t) => {
  const { email } = await signUp(hub, services)
  const wrong = 'not the password'
  const costOf = async (address: string): Promise<number> => {
    const before = process.cpuUsage()
    await run(services, logIn, { email: address, password: wrong })
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const unknown = 'nobody@example.org'
  const [, ...costs] = await Array.from({ length: 21 }).reduce<Promise<[number, number][]>>(
    async (before) => [...(await before), [await costOf(email), await costOf(unknown)]],
    Promise.resolve([]),
  )
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[10] ?? 0
  const [known, nobody] = [median(costs.map(([a]) => a)), median(costs.map(([, b]) => b))]
  t.ok(nobody > known / 2, `${nobody} µs of processor for nobody, ${known} for somebody`)
})

t.test('a repeated log-in or refresh gets the very same tokens, whatever came after', async (t) => {
  const { email } = await signUp(hub, services)
  const [opening, turning] = [randomUUID(), randomUUID()]
  const opened = await answerOf(run(services, logIn, { email, password }, { commandId: opening }))
  const { refreshToken } = opened
  const turned = await answerOf(run(services, refresh, { refreshToken }, { commandId: turning }))
  hub.clock.advance(60_000)
  const later = await answerOf(run(services, refresh, { refreshToken: turned.refreshToken }))
  const head = await hub.eventStore.head()
  hub.clock.advance(3_600_000)
  const other = hub.process()
  t.strictSame(
    await answerOf(run(other, logIn, { email, password }, { commandId: opening })),
    opened,
  )
  t.strictSame(
    await answerOf(run(other, refresh, { refreshToken }, { commandId: turning })),
    turned,
  )
  t.equal(await hub.eventStore.head(), head)
  t.equal(
    await codeOf(run(other, refresh, { refreshToken: later.refreshToken }, { commandId: turning })),
    'IDEMPOTENCY_KEY_REUSED',
  )
  t.equal(await codeOf(run(services, refresh, { refreshToken: later.refreshToken })), 'done')
})

t.test('killed between the log and the answer, a refresh is no reuse when repeated', async (t) => {
  const { refreshToken, sessionId } = await signUp(hub, services)
  const commandId = randomUUID()
  const dying = hub.process(crashingAt(hub.eventStore, { append: 0, happened: true }))
  await t.rejects(run(dying, refresh, { refreshToken }, { commandId }))
  const { refreshToken: next } = await answerOf(
    run(hub.process(), refresh, { refreshToken }, { commandId }),
  )
  t.equal(await codeOf(run(services, refresh, { refreshToken: next })), 'done')
  t.strictSame(ofStream(await hub.log(), `session-${sessionId}`), [
    'SessionOpened',
    'SessionRefreshed',
    'SessionRefreshed',
  ])
})

t.test('an old token ends the session for thief and owner', async (t) => {
  const { refreshToken, sessionId } = await signUp(hub, services)
  const { refreshToken: next } = await answerOf(run(services, refresh, { refreshToken }))
  const commandId = randomUUID()
  for (const process of [services, hub.process()])
    t.equal(
      await codeOf(run(process, refresh, { refreshToken }, { commandId })),
      'REFRESH_TOKEN_REUSED',
    )
  t.equal(await codeOf(run(services, refresh, { refreshToken: next })), 'SESSION_REVOKED')
  t.equal(await codeOf(run(services, refresh, { refreshToken })), 'SESSION_REVOKED')
  t.strictSame(ofStream(await hub.log(), `session-${sessionId}`), [
    'SessionOpened',
    'SessionRefreshed',
    'SessionRevoked',
  ])
})

t.test('one token presented many times at once is exchanged at most once', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), async (many) => {
      const { refreshToken, sessionId } = await signUp(hub, services)
      const all = Array.from({ length: many }, () =>
        codeOf(run(hub.process(), refresh, { refreshToken })),
      )
      const codes = await Promise.all(all)
      const expected = ['done', 'REFRESH_TOKEN_REUSED', 'SESSION_REVOKED']
      const events = ofStream(await hub.log(), `session-${sessionId}`)
      return (
        codes.filter((code) => code === 'done').length === 1 &&
        codes.every((code) => expected.includes(code)) &&
        events.join() === 'SessionOpened,SessionRefreshed,SessionRevoked'
      )
    }),
    { numRuns: 5 },
  )
  t.pass('held')
})

t.test('what is no token of ours is refused, and ends nobody’s session', async (t) => {
  const { refreshToken } = await signUp(hub, services)
  const at = refreshToken.length - 2
  const forged =
    refreshToken.slice(0, at) + (refreshToken[at] === 'A' ? 'B' : 'A') + refreshToken.slice(at + 1)
  for (const bad of ['', 'qhr_', forged, randomUUID()])
    t.equal(await codeOf(run(services, refresh, { refreshToken: bad })), 'UNAUTHENTICATED')
  t.equal(await codeOf(run(services, refresh, { refreshToken })), 'done')
})

t.test('a session ends thirty days after log-in', async (t) => {
  const { refreshToken } = await signUp(hub, services)
  hub.clock.advance(29 * 86_400_000)
  const next = await answerOf(run(services, refresh, { refreshToken }))
  hub.clock.advance(86_400_000)
  const late = run(services, refresh, { refreshToken: next.refreshToken })
  t.equal(await codeOf(late), 'REFRESH_TOKEN_EXPIRED')
})

t.test('logging out is for one’s own sessions, and for operators', async (t) => {
  const [mine, theirs] = [await signUp(hub, services), await signUp(hub, services)]
  const { sessionId, refreshToken, context } = mine
  t.equal(await codeOf(run(services, logOut, { sessionId }, theirs.context)), 'NOT_FOUND')
  t.equal(await codeOf(run(services, logOut, { sessionId: randomUUID() }, context)), 'NOT_FOUND')
  t.equal(await codeOf(run(services, logOut, { sessionId })), 'FORBIDDEN', 'not signed in')
  t.equal(await codeOf(run(services, logOut, { sessionId }, context)), 'done')
  t.equal(await codeOf(run(services, logOut, { sessionId }, context)), 'done', 'true already')
  t.equal(await codeOf(run(services, refresh, { refreshToken })), 'SESSION_REVOKED')
  const other = { sessionId: theirs.sessionId }
  t.equal(await codeOf(run(services, logOut, other, admin)), 'done')
})

t.test('a disabled account gets no further; an enabled one does again', async (t) => {
  const { userId, email, refreshToken, context } = await signUp(hub, services)
  t.equal(
    await codeOf(run(services, disableAccount, { userId, reason: 'x' }, context)),
    'FORBIDDEN',
  )
  await answerOf(run(services, disableAccount, { userId, reason: 'abuse' }, admin))
  t.equal(await codeOf(run(hub.process(), refresh, { refreshToken })), 'ACCOUNT_DISABLED')
  t.equal(await codeOf(run(services, logIn, { email, password })), 'ACCOUNT_DISABLED')
  await answerOf(run(services, enableAccount, { userId }, admin))
  t.equal(await codeOf(run(services, logIn, { email, password })), 'done')
})

t.test('roles given by an operator count from the next refresh on', async (t) => {
  const { userId, refreshToken, scopes } = await signUp(hub, services)
  t.notOk(scopes.includes('devices:write'))
  const roles = ['consumer', 'provider']
  await answerOf(run(services, changeRoles, { userId, roles }, admin))
  const next = await answerOf(run(services, refresh, { refreshToken }))
  t.strictSame(next.roles, roles)
  t.ok(next.scopes.includes('devices:write'))
})

t.test('one acts for an organisation one belongs to, and no other', async (t) => {
  const [mine, theirs] = [await signUp(hub, services), await signUp(hub, services)]
  const { organisationId } = await answerOf(
    run(services, createOrganisation, { name: 'Lab' }, mine.context),
  )
  const acting = await answerOf(
    run(services, refresh, { refreshToken: mine.refreshToken, organisationId }),
  )
  t.equal(acting.organisationId, organisationId)
  t.match(await services.accessTokens.verify(acting.accessToken), {
    principal: { organisation: organisationId, actor: { kind: 'user', id: mine.userId } },
  })
  const next = await answerOf(run(services, refresh, { refreshToken: acting.refreshToken }))
  t.equal(next.organisationId, organisationId, 'it stays so')
  const { email } = theirs
  const foreign = { email, password, organisationId }
  t.equal(await codeOf(run(services, logIn, foreign)), 'FORBIDDEN')
  t.equal(
    await codeOf(run(services, refresh, { refreshToken: theirs.refreshToken, organisationId })),
    'FORBIDDEN',
  )
})

t.test('a dry run hands out no tokens', async (t) => {
  const { email, refreshToken } = await signUp(hub, services)
  const dry = { validateOnly: true }
  t.equal(await codeOf(run(services, logIn, { email, password }, dry)), 'INVALID_INPUT')
  t.equal(await codeOf(run(services, refresh, { refreshToken }, dry)), 'INVALID_INPUT')
})
