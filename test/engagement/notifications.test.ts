import { createClient } from 'graphql-ws'
import t from 'tap'
import WebSocket from 'ws'
import { registerDevice } from '../../ops/client/register-device.ts'
import { signUp } from '../../ops/client/sign-up.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { failing } from '../../ops/demo/devices.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import { setStage } from '../../ops/demo/stage.ts'
import { readOutbox } from '../../platform/mail/file-outbox.ts'
import { eventually } from '../servers/eventually.ts'

/** A whole hub loads. */
t.setTimeout(120_000)

const stage = await setStage(() => undefined, {
  QHUB_LOG_LEVEL: process.env['QHUB_LOG_LEVEL'] ?? 'silent',
})
t.teardown(stage.clear)
const { http, graphql, outbox, hub, readApi } = stage
const operator = await makeOperator(hub, http)
const provider = await signUp(http, outbox, 'priya', 'provider')
const ravi = await signUp(http, outbox, 'ravi', 'consumer')
const { token } = ravi

type Note = {
  readonly id: string
  readonly notificationId: string
  readonly kind: string
  readonly title: string
  readonly severity: string
  readonly read: boolean
  readonly position: string
}
type Notes = {
  readonly notifications: { readonly edges: readonly { readonly node: Note }[] }
  readonly unreadNotifications: number
}

const list = async (filter: object = {}, as = token) => {
  const { notifications, unreadNotifications: unread } = await graphql<Notes>(
    `query ($filter: NotificationFilter) {
      notifications(filter: $filter, first: 50) {
        edges { node { id notificationId kind title severity read position } }
      }
      unreadNotifications
    }`,
    { filter },
    as,
  )
  return { notes: notifications.edges.map(({ node }) => node), unread }
}

const credit = () =>
  http.send(
    'POST',
    `/v1/wallets/${ravi.organisationId}/credits`,
    { amount: { amount: '1000', asset: 'USD/2' }, reason: 'test' },
    { token: operator.token },
  )

/** As soon as the rows show it. */
const noteOf = (kind: string, as = token): Promise<Note> =>
  eventually(async () => (await list({ kinds: [kind] }, as)).notes[0])

t.test('a failed job is told to who submitted it, in the list and by mail', async (t) => {
  const deviceId = await registerDevice(http, provider, failing)
  await credit()
  const work = { name: 'Doomed', deviceId, shots: 100, source: circuit('bell').source }
  await http.send('POST', '/v1/jobs', work, { token })
  t.match(await noteOf('job.failed'), { title: 'Job “Doomed” failed', severity: 'WARNING' })
  const mail = await eventually(async () =>
    (await readOutbox(outbox)).find(({ subject }) => subject === 'Job “Doomed” failed'),
  )
  t.equal(mail.to, 'ravi@example.org')
  t.same((await list({ kinds: ['job.failed'] }, provider.token)).notes, [], 'others are not told')
  t.match(await noteOf('device.online', provider.token), { severity: 'INFO' })
})

t.test(
  'an organisation is told of its money; who is not of it sees nothing, by no way',
  async (t) => {
    const note = await noteOf('wallet.credited')
    const node = (as: string) =>
      graphql<{ readonly node: unknown }>(
        `query ($id: ID!) { node(id: $id) { ... on Notification { kind } } }`,
        { id: note.id },
        as,
      )
    t.same((await node(token)).node, { kind: 'wallet.credited' })
    t.same((await node(provider.token)).node, null)
    t.same((await node(operator.token)).node, null, 'operators neither')
    await t.rejects(graphql(`{ unreadNotifications }`), /UNAUTHENTICATED/)
  },
)

t.test('what was read is read; the rest up to a position at once', async (t) => {
  const { notes, unread } = await list({ unread: true })
  t.equal(notes.length, unread)
  const [newest, second] = notes
  if (newest === undefined || second === undefined) throw new Error('too few notifications')
  const ids = { notificationIds: [second.notificationId] }
  await http.send('POST', '/v1/notifications/reads', ids, { token })
  const after = await eventually(async () => {
    const now = await list()
    return now.unread === unread - 1 ? now : undefined
  })
  t.same(
    after.notes.filter(({ read }) => read).map(({ notificationId }) => notificationId),
    [second.notificationId],
  )
  const mark = { position: second.position }
  await http.send('PUT', '/v1/notifications/read-mark', mark, { token })
  const rest = await eventually(async () => {
    const now = await list({ unread: true })
    return now.unread < unread - 1 || now.unread === 1 ? now : undefined
  })
  t.ok(rest.notes.every(({ position }) => BigInt(position) > BigInt(second.position)))
  t.ok(rest.notes.some(({ notificationId }) => notificationId === newest.notificationId))
  const beyond = { position: '9000000000000000000' }
  await t.rejects(http.send('PUT', '/v1/notifications/read-mark', beyond, { token }), {
    code: 'INVALID_INPUT',
  })
})

t.test('a kind that is not wanted is not in the list; safety cannot be switched off', async (t) => {
  const kind = (name: string) => `/v1/notification-preferences/kinds/${name}`
  await http.send('PATCH', kind('wallet.credited'), { inApp: false }, { token })
  await eventually(async () =>
    (await list({ kinds: ['wallet.credited'] })).notes.length === 0 ? true : undefined,
  )
  await t.rejects(http.send('PATCH', kind('session.opened'), { mail: false }, { token }), {
    code: 'NOTIFICATION_REQUIRED',
  })
  const schedule = {
    timeZone: 'Asia/Kathmandu',
    digest: { every: 'DAY', at: '08:00' },
    quiet: { from: '22:00', to: '07:00' },
  }
  await http.send('PUT', '/v1/notification-preferences/schedule', schedule, { token })
  const chosen = await eventually(async () => {
    const { notificationPreferences } = await graphql<{
      readonly notificationPreferences: { readonly schedule: { readonly timeZone: string } }
    }>(
      `{ notificationPreferences {
        schedule { timeZone digestEvery digestAt quietFrom quietTo }
        choices { kind channels { inApp mail webhook } } } }`,
      {},
      token,
    )
    const { timeZone } = notificationPreferences.schedule
    return timeZone === 'Asia/Kathmandu' ? notificationPreferences : undefined
  })
  t.match(chosen, {
    schedule: { digestEvery: 'DAY', digestAt: '08:00', quietFrom: '22:00', quietTo: '07:00' },
  })
  t.match(JSON.stringify(chosen), '"kind":"wallet.credited","channels":{"inApp":false,"mail":false')
  await http.send('PATCH', kind('wallet.credited'), { inApp: true }, { token })
  await noteOf('wallet.credited')
})

t.test('who follows is pushed what is new', async (t) => {
  const client = createClient({
    url: `${readApi.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  })
  t.teardown(() => client.dispose())
  const query = `subscription { notificationsAdded { unread notifications { kind title read } } }`
  type News = {
    readonly notificationsAdded: {
      readonly unread: number
      readonly notifications: readonly { readonly kind: string }[]
    }
  }
  const news = client.iterate<News>({ query })
  const next = async (): Promise<News['notificationsAdded'] | undefined> => {
    const step = await news.next()
    return step.done === true ? undefined : step.value.data?.notificationsAdded
  }
  const first = await next()
  t.same(first?.notifications, [], 'the first message says how things stand')
  await credit()
  const second = await next()
  t.match(second, {
    unread: (first?.unread ?? 0) + 1,
    notifications: [{ kind: 'wallet.credited', read: false }],
  })
  await news.return?.()
})
