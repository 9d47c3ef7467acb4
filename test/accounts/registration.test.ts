import { randomUUID } from 'node:crypto'
import t from 'tap'
import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { logIn } from '../../commands/accounts/log-in.ts'
import { register } from '../../commands/accounts/register.ts'
import { resendVerification } from '../../commands/accounts/resend-verification.ts'
import { verify } from '../../commands/accounts/verify.ts'
import { answerOf, codeOf, ofStream, run, startHub } from './hub.ts'
import { applicant, password, tokensFor } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()

t.test('a person registers, proves the address and logs in', async (t) => {
  const wish = applicant('ada')
  const { userId, organisationId } = await answerOf(
    run(services, register, { ...wish, email: ' ADA@example.org', roles: ['provider'] }),
  )
  const log = await hub.log()
  t.strictSame(
    log.map(({ type }) => type),
    [
      'NameReserved',
      'NameReserved',
      'OrganisationCreated',
      'UserRegistered',
      'PasswordSet',
      'VerificationRequested',
    ],
  )
  t.equal(await codeOf(run(services, logIn, wish)), 'INVALID_INPUT', 'no unknown fields')
  const credentials = { email: wish.email, password }
  t.equal(await codeOf(run(services, logIn, credentials)), 'EMAIL_NOT_VERIFIED')
  const [token] = await tokensFor(hub, wish.email)
  t.strictSame(await answerOf(run(services, verify, { token })), { userId })
  t.match(await answerOf(run(services, logIn, credentials)), {
    userId,
    organisationId,
    roles: ['provider'],
    accessTokenExpiresAt: '2026-11-20T12:15:00.000Z',
    refreshTokenExpiresAt: '2026-12-20T12:00:00.000Z',
  })
})

t.test('nothing personal and no secret stands in the log', async (t) => {
  const wish = { ...applicant('grace-hopper'), password: 'a password like no other' }
  await answerOf(run(services, register, wish))
  const [token = ''] = await tokensFor(hub, wish.email)
  const log = await hub.log()
  const text = JSON.stringify(log, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  ).toLowerCase()
  for (const secret of [wish.email, 'grace', 'hopper', wish.password, token, '$argon2'])
    t.notOk(text.includes(secret.toLowerCase()), secret)
})

t.test(
  'erasing the person makes what was sealed unreadable, and the password with it',
  async (t) => {
    const wish = applicant()
    const { userId } = await answerOf(run(services, register, wish))
    const [token] = await tokensFor(hub, wish.email)
    await answerOf(run(services, verify, { token }))
    const credentials = { email: wish.email, password }
    t.equal(await codeOf(run(services, logIn, credentials)), 'done')
    await services.vault.destroy(userId)
    t.equal(await codeOf(run(services, logIn, credentials)), 'INVALID_CREDENTIALS')
  },
)

t.test(
  'the same command answers the same, from any process, and writes nothing more',
  async (t) => {
    const wish = applicant()
    const commandId = randomUUID()
    const first = await answerOf(run(services, register, wish, { commandId }))
    const head = await hub.eventStore.head()
    hub.clock.advance(3_600_000)
    const again = await run(hub.process(), register, wish, { commandId })
    t.match(again, { kind: 'done', answer: first, changed: { replayed: true } })
    t.equal(await hub.eventStore.head(), head)
    t.equal((await tokensFor(hub, wish.email)).length, 1, 'nor is a second mail sent')
  },
)

t.test('the same command with another input is a conflict, and reserves nothing', async (t) => {
  const wish = applicant()
  const commandId = randomUUID()
  await answerOf(run(services, register, wish, { commandId }))
  const head = await hub.eventStore.head()
  for (const changed of [applicant(), { ...wish, password: 'another password' }])
    t.equal(await codeOf(run(services, register, changed, { commandId })), 'IDEMPOTENCY_KEY_REUSED')
  t.equal(await hub.eventStore.head(), head)
})

t.test('a taken address is said to be taken', async (t) => {
  const wish = applicant()
  await answerOf(run(services, register, wish))
  const other = { ...applicant(), email: wish.email.toUpperCase() }
  t.equal(await codeOf(run(services, register, other)), 'EMAIL_TAKEN')
})

t.test('a taken username frees the address again, and is answered so for ever', async (t) => {
  const wish = applicant()
  await answerOf(run(services, register, wish))
  const other = { ...applicant(), username: wish.username }
  const commandId = randomUUID()
  t.equal(await codeOf(run(services, register, other, { commandId })), 'USERNAME_TAKEN')
  const head = await hub.eventStore.head()
  t.equal(await codeOf(run(hub.process(), register, other, { commandId })), 'USERNAME_TAKEN')
  const changed = { ...other, username: 'other-name' }
  t.equal(await codeOf(run(services, register, changed, { commandId })), 'IDEMPOTENCY_KEY_REUSED')
  t.equal(await hub.eventStore.head(), head)
  t.equal(await codeOf(run(services, register, changed)), 'done', 'with a new key')
})

t.test('a verification token is good once asked for, until replaced or too old', async (t) => {
  const wish = applicant()
  await answerOf(run(services, register, wish))
  const [first] = await tokensFor(hub, wish.email)
  await answerOf(run(services, resendVerification, { email: wish.email }))
  const [second] = (await tokensFor(hub, wish.email)).filter((token) => token !== first)
  t.equal(await codeOf(run(services, verify, { token: first })), 'VERIFICATION_INVALID')
  hub.clock.advance(24 * 3_600_000)
  t.equal(await codeOf(run(services, verify, { token: second })), 'VERIFICATION_INVALID')
  const commandId = randomUUID()
  await answerOf(run(services, resendVerification, { email: wish.email }, { commandId }))
  await answerOf(run(hub.process(), resendVerification, { email: wish.email }, { commandId }))
  const tokens = await tokensFor(hub, wish.email)
  t.equal(tokens.length, 3, 'a repeated command sends one mail')
  const [third] = tokens.filter((token) => token !== first && token !== second)
  t.equal(await codeOf(run(services, verify, { token: third })), 'done')
  t.equal(await codeOf(run(services, verify, { token: third })), 'done', 'true already')
  for (const token of ['', 'qhv_', `${third ?? ''}x`, `qhv_${'A'.repeat(64)}`])
    t.equal(await codeOf(run(services, verify, { token })), 'VERIFICATION_INVALID', token)
})

t.test('asking for a mail does not tell whether there is an account', async (t) => {
  const wish = applicant()
  await answerOf(run(services, register, wish))
  const known = await run(services, resendVerification, { email: wish.email })
  const unknown = await run(services, resendVerification, { email: 'nobody@example.org' })
  if (known.kind === 'failed' || unknown.kind === 'failed') return void t.fail('both are done')
  const hidden = { ...known.changed, stream: unknown.changed.stream }
  t.strictSame({ ...known, changed: hidden }, unknown)
  t.match(known.changed.stream, /^emailReservation-[0-9a-f]{64}$/)
  t.strictSame(await tokensFor(hub, 'nobody@example.org'), [])
})

t.test('a dry run decides and leaves nothing', async (t) => {
  const wish = applicant()
  const head = await hub.eventStore.head()
  const dry = await run(services, register, wish, { validateOnly: true })
  t.match(dry, { kind: 'done', changed: { events: [{ type: 'UserRegistered' }, {}, {}] } })
  t.equal(await hub.eventStore.head(), head)
  t.strictSame(await tokensFor(hub, wish.email), [])
})

t.test('only the hub itself makes operators', async (t) => {
  const wish = applicant()
  for (const scopes of [[], ['accounts:write', 'accounts:admin']])
    t.equal(await codeOf(run(services, bootstrapOperator, wish, { scopes })), 'FORBIDDEN')
  t.equal(await codeOf(run(services, register, { ...wish, roles: ['operator'] })), 'INVALID_INPUT')
  const { userId } = await answerOf(run(services, bootstrapOperator, wish, { scopes: ['*'] }))
  t.strictSame(ofStream(await hub.log(), `user-${userId}`), [
    'UserRegistered',
    'PasswordSet',
    'EmailVerified',
  ])
  t.strictSame(await tokensFor(hub, wish.email), [])
  t.match(await answerOf(run(services, logIn, { email: wish.email, password })), {
    roles: ['operator'],
  })
})
