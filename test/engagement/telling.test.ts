import t from 'tap'
import {
  setNotificationChannels,
  setNotificationSchedule,
} from '../../commands/engagement/preferences.ts'
import { creditWallet } from '../../commands/billing/credit.ts'
import { MailUnavailable, type Mailer } from '../../platform/mail/port.ts'
import { answerOf, run } from '../accounts/hub.ts'
import { makeOperator, signUp, type Person } from '../accounts/people.ts'
import { eventually } from '../servers/eventually.ts'
import { startReceiver } from './receiver.ts'
import { ofType, openWorld } from './world.ts'

t.setTimeout(120_000)
const world = await openWorld()
t.teardown(world.hub.stop)
const { services, hub } = world
const operator = await makeOperator(services)

/** Money for somebody: their organisation is told of it. */
const giveMoney = async ({ organisationId }: Person): Promise<void> => {
  const input = {
    organisation: organisationId,
    amount: { amount: '5', asset: 'USD/2' },
    reason: 'gift',
  }
  await answerOf(run(services, creditWallet, input, operator.context))
}
const choose = (person: Person, channels: object): Promise<unknown> =>
  answerOf(
    run(services, setNotificationChannels, { kind: 'wallet.credited', channels }, person.context),
  )
const mailsTo = async ({ email }: Person, about: RegExp): Promise<readonly string[]> =>
  (await hub.mails())
    .filter(({ to, text }) => to === email && about.test(text))
    .map(({ text }) => text)

t.test('who wants a mail gets one; who was told by the list alone does not', async (t) => {
  const [ravi, mute] = [await signUp(hub, services), await signUp(hub, services)]
  await choose(ravi, { mail: true })
  await giveMoney(ravi)
  await giveMoney(mute)
  const stop = [world.tell(), world.send()]
  await eventually(async () => (await mailsTo(ravi, /Money arrived/))[0])
  await eventually(async () => (await mailsTo(mute, /New log-in/))[0])
  t.equal((await mailsTo(ravi, /Money arrived/)).length, 1)
  t.same(await mailsTo(mute, /Money arrived/), [])
  await Promise.all(stop.map((each) => each()))
})

t.test('the whole history read again sends nothing', async (t) => {
  const before = { mails: (await hub.mails()).length, head: await hub.eventStore.head() }
  t.ok(before.mails > 0)
  const stop = [world.tell(world.process()), world.send(world.process())]
  // Somebody new, at the end of the log: once they are told, everything before has been come to.
  const last = await signUp(hub, services)
  await eventually(async () => (await mailsTo(last, /New log-in/))[0])
  await Promise.all(stop.map((each) => each()))
  const more = (await hub.mails()).filter(({ to }) => to !== last.email)
  t.equal(more.length, before.mails, 'nobody else got a mail')
  const queued = ofType(await world.log(), 'NotificationMailQueued')
  const ids = queued.map(({ item, userId }) => JSON.stringify([item, userId]))
  t.equal(new Set(ids).size, ids.length)
})

t.test('a digest gathers until it is due; safety waits for nothing', async (t) => {
  const person = await signUp(hub, services)
  await choose(person, { mail: true })
  const schedule = { timeZone: 'Etc/UTC', digest: { every: 'HOUR' }, quiet: null }
  await answerOf(run(services, setNotificationSchedule, schedule, person.context))
  const stop = [world.tell(), world.send()]
  await giveMoney(person)
  await giveMoney(person)
  await eventually(async () => (await mailsTo(person, /New log-in/))[0])
  const queued = await eventually(async () => {
    const found = ofType(await world.log(), 'NotificationMailQueued').filter(
      ({ userId, dueAt, at }) => userId === person.userId && dueAt !== at,
    )
    return found.length === 2 ? found : undefined
  })
  t.equal(new Set(queued.map(({ mailId }) => mailId)).size, 1, 'both are due in one mail')
  t.same(await mailsTo(person, /Money arrived/), [])
  const due = Date.parse(String(queued[0]?.['dueAt']))
  await world.pass(due - hub.clock.now().getTime())
  const digest = await eventually(async () => (await mailsTo(person, /Money arrived/))[0])
  t.equal(digest.match(/Money arrived/g)?.length, 2)
  await Promise.all(stop.map((each) => each()))
})

t.test('what is older than a day is mailed to nobody', async (t) => {
  const person = await signUp(hub, services)
  await choose(person, { mail: true })
  await giveMoney(person)
  hub.clock.advance(2 * 86_400_000)
  const stop = [world.tell(), world.send()]
  const witness = await signUp(hub, services)
  await eventually(async () => (await mailsTo(witness, /New log-in/))[0])
  t.same(await mailsTo(person, /Money arrived|New log-in/), [])
  await Promise.all(stop.map((each) => each()))
})

t.test(
  'somebody’s notifications at the endpoint of their organisation, if they wish it',
  async (t) => {
    const receiver = await startReceiver()
    t.teardown(receiver.stop)
    const person = await signUp(hub, services)
    await world.endpoint(person.organisationId, receiver.url, ['notification.created'])
    await giveMoney(person)
    await choose(person, { webhook: true })
    await giveMoney(person)
    const stop = [world.tell(), world.send()]
    await eventually(() => receiver.received[0])
    await Promise.all(stop.map((each) => each()))
    t.match(receiver.bodies('notification.created'), [
      {
        data: {
          kind: 'wallet.credited',
          userId: person.userId,
          title: 'Money arrived in your wallet',
        },
      },
    ])
    t.equal(receiver.received.length, 1, 'as it was wished when it happened')
    await Promise.all(stop.map((each) => each()))
  },
)

t.test('mails that are not taken wait, however long; the same ones go out', async (t) => {
  const person = await signUp(hub, services)
  let refused = 0
  const away: Mailer = {
    send: (mail) => {
      refused += 1
      // What a crash between the outbox and its answer leaves, and then an outage.
      const sending = refused === 1 ? services.mailer.send(mail) : Promise.resolve()
      return sending.then(() => {
        throw new MailUnavailable('nobody takes mails')
      })
    },
  }
  const stopTelling = world.tell()
  const patience = { attempts: 1, firstPauseMs: 1, longestPauseMs: 1, lastedMs: 60_000 }
  const stopFailing = world.send(world.process({ mailer: away }), patience)
  await eventually(() => (refused >= 5 ? true : undefined))
  await stopFailing()
  const stop = world.send()
  await eventually(async () => {
    const closed = ofType(await world.log(), 'NotificationMailClosed')
    const mine = closed.find(({ userId }) => userId === person.userId)
    const ended = ofType(await world.log(), 'SagaEnded')
    return ended.some(({ instance }) => instance === mine?.['mailId']) ? true : undefined
  })
  t.equal((await mailsTo(person, /New log-in/)).length, 1)
  t.same(ofType(await world.log(), 'SagaEffectParked'), [], 'an outage parks nothing')
  await Promise.all([stopTelling(), stop()])
})
