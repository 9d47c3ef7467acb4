import { randomUUID } from 'node:crypto'
import t from 'tap'
import { beginLinking, beginSignIn } from '../../commands/accounts/sign-in/begin.ts'
import { completeSignIn } from '../../commands/accounts/sign-in/complete.ts'
import { linkIdentity, unlinkIdentity } from '../../commands/accounts/sign-in/link.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { createOpenIdProviders } from '../../platform/sign-in/openid-providers.ts'
import { startOpenId, type OpenIdPerson } from '../servers/openid.ts'
import { crashingAt, type CrashPoint } from './crash.ts'
import { answerOf, codeOf, run, startHub } from './hub.ts'
import { signUp } from './people.ts'

t.setTimeout(120_000)
const [hub, openid] = await Promise.all([startHub(), startOpenId()])
t.teardown(async () => {
  await Promise.all([hub.stop(), openid.stop()])
})
const provider = 'example'
const { issuer, client } = openid
const signIn = createOpenIdProviders([
  { name: provider, issuer, scope: 'openid email profile', ...client },
])
const process = (store?: EventStore): Services => ({ ...hub.process(store), signIn })
const services = process()

const somebody = (): OpenIdPerson => {
  const name = `p${randomUUID().slice(0, 8)}`
  return {
    sub: randomUUID(),
    email: `${name}@example.org`,
    email_verified: true,
    preferred_username: name,
  }
}

/** Back from the provider, in a flow of their own. */
const cameBack = async (person: OpenIdPerson, context: Partial<CommandContext> = {}) => {
  const begin = context.actor === undefined ? beginSignIn : beginLinking
  const { flow, authorizationUrl } = await answerOf(run(services, begin, { provider }, context))
  return { provider, flow, callback: await openid.signIn(authorizationUrl, person) }
}

const points = (appends: number): readonly CrashPoint[] =>
  Array.from({ length: appends }, (_, append) => [
    { append, happened: false },
    { append, happened: true },
  ]).flat()

/** Those who are registered under an identity, and what their streams say of it. */
const log = async () =>
  hub.eventStore.readAll({
    maxCount: 10_000,
    filter: { on: 'stream', prefixes: ['user-', 'identit'] },
  })

t.test('killed at any append, a first sign-in is finished by the next one', async (t) => {
  // Identity, address, username, organisation, user, link, session.
  for (const point of points(7)) {
    const person = somebody()
    const before = (await log()).length
    const dying = process(crashingAt(hub.eventStore, point))
    await t.rejects(run(dying, completeSignIn, await cameBack(person)), { name: 'Crash' })
    const name = JSON.stringify(point)
    const one = await answerOf(run(process(), completeSignIn, await cameBack(person)))
    const two = await answerOf(run(process(), completeSignIn, await cameBack(person)))
    t.equal(one.userId, two.userId, name)
    const types = (await log()).slice(before).map(({ type }) => type)
    t.same(types, ['IdentityReserved', 'UserRegistered', 'EmailVerified', 'IdentityLinked'], name)
  }
})

t.test('killed at any append, a link stands or does not, and can be made', async (t) => {
  for (const point of points(2)) {
    const [owner, person] = [await signUp(hub, hub.process()), somebody()]
    const dying = process(crashingAt(hub.eventStore, point))
    await t.rejects(
      run(dying, linkIdentity, await cameBack(person, owner.context), owner.context),
      {
        name: 'Crash',
      },
    )
    const again = await cameBack(person, owner.context)
    await answerOf(run(process(), linkIdentity, again, owner.context))
    const session = await answerOf(run(process(), completeSignIn, await cameBack(person)))
    t.equal(session.userId, owner.userId, JSON.stringify(point))
  }
})

t.test('killed at any append, an account is unlinked as soon as it says so', async (t) => {
  for (const point of points(2)) {
    const [owner, rival] = [await signUp(hub, hub.process()), await signUp(hub, hub.process())]
    const person = somebody()
    const { identityId } = await answerOf(
      run(services, linkIdentity, await cameBack(person, owner.context), owner.context),
    )
    const dying = process(crashingAt(hub.eventStore, point))
    const commandId = randomUUID()
    const context = { ...owner.context, commandId }
    await t.rejects(run(dying, unlinkIdentity, { identityId }, context), { name: 'Crash' })
    const isUnlinked = point.append > 0 || point.happened
    const name = JSON.stringify(point)
    const linked = await codeOf(
      run(process(), linkIdentity, await cameBack(person, rival.context), rival.context),
    )
    t.equal(linked, isUnlinked ? 'done' : 'IDENTITY_TAKEN', name)
    await answerOf(run(process(), unlinkIdentity, { identityId }, context))
    const session = await run(process(), completeSignIn, await cameBack(person))
    if (isUnlinked) t.match(session, { answer: { userId: rival.userId } }, name)
    else t.match(session, { kind: 'done' }, 'nobody has it: a new account')
  }
})

t.test('who began to register by it may link it elsewhere instead', async (t) => {
  const person = somebody()
  const dying = process(crashingAt(hub.eventStore, { append: 1, happened: true }))
  await t.rejects(run(dying, completeSignIn, await cameBack(person)), { name: 'Crash' })
  const owner = await signUp(hub, hub.process())
  await answerOf(run(services, linkIdentity, await cameBack(person, owner.context), owner.context))
  const session = await answerOf(run(process(), completeSignIn, await cameBack(person)))
  t.equal(session.userId, owner.userId)
})
