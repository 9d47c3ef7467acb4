import t from 'tap'
import { logOut } from '../../commands/accounts/log-out.ts'
import { endSessions } from '../../commands/accounts/end-sessions.ts'
import { createVerifySession } from '../../commands/accounts/verify-session.ts'
import { EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { answerOf, run, startHub } from './hub.ts'
import { signUp } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()

/** The event store, until it is away. */
const failing = () => {
  let reads = 0
  let away = false
  const store: EventStore = {
    ...hub.eventStore,
    read: async (stream, options) => {
      if (away) throw new EventStoreUnavailable('away')
      reads += 1
      return hub.eventStore.read(stream, options)
    },
  }
  return {
    store,
    reads: () => reads,
    goAway: () => {
      away = true
    },
  }
}

const principalOf = async (accessToken: string) => {
  const verified = await services.accessTokens.verify(accessToken)
  if (verified.kind !== 'valid') throw new Error(verified.kind)
  return verified.principal
}

t.test('a caller costs no more reads than there are things to look at', async (t) => {
  const person = await signUp(hub, services)
  const token = await principalOf(person.accessToken)
  const { store, reads } = failing()
  const verify = createVerifySession(hub.process(store))
  for (let n = 0; n < 20; n++) t.match(await verify(token), { actor: token.actor })
  t.equal(reads(), 3)
})

t.test('while the log is away, what is remembered counts', async (t) => {
  const [known, ended] = [await signUp(hub, services), await signUp(hub, services)]
  const { store, goAway } = failing()
  const process = hub.process(store)
  const verify = createVerifySession(process)
  const tokens = await Promise.all(
    [known, ended].map(({ accessToken }) => principalOf(accessToken)),
  )
  for (const token of tokens) t.ok(await verify(token))
  await answerOf(run(process, logOut, { sessionId: ended.sessionId }, ended.context))
  goAway()
  t.ok(await verify(tokens[0]!))
  t.equal(await verify(tokens[1]!), undefined)
})

t.test('while the log is away, a token of which nothing is known stands for itself', async (t) => {
  const person = await signUp(hub, services)
  const token = await principalOf(person.accessToken)
  const { store, goAway } = failing()
  goAway()
  const verify = createVerifySession(hub.process(store))
  t.strictSame(await verify(token), token)
})

t.test('a log-in that had read the old epoch opens nothing', async (t) => {
  const person = await signUp(hub, services)
  const token = await principalOf(person.accessToken)
  await answerOf(run(hub.process(), endSessions, { keepCurrent: false }, person.context))
  t.equal(await createVerifySession(services)(token), undefined)
})
