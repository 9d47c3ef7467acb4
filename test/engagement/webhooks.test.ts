import t from 'tap'
import { signUp } from '../../ops/client/sign-up.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import { setStage } from '../../ops/demo/stage.ts'
import { eventually } from '../servers/eventually.ts'
import { isSignedBy, startReceiver, take } from './receiver.ts'

/** A whole hub loads, and waits out the first pauses of retries. */
t.setTimeout(150_000)

const stage = await setStage(() => undefined, {
  QHUB_WEBHOOK_NETWORKS: '127.0.0.0/8',
  QHUB_LOG_LEVEL: process.env['QHUB_LOG_LEVEL'] ?? 'silent',
})
t.teardown(stage.clear)
const { http, graphql, outbox, hub } = stage
const operator = await makeOperator(hub, http)
const ravi = await signUp(http, outbox, 'ravi', 'consumer')
const stranger = await signUp(http, outbox, 'stella', 'consumer')

const create = async (url: string, eventTypes: readonly string[], token = ravi.token) => {
  const { body } = await http.send('POST', '/v1/webhook-endpoints', { url, eventTypes }, { token })
  return { endpointId: String(body['endpointId']), secret: String(body['secret']) }
}

const credit = (organisationId: string) =>
  http.send(
    'POST',
    `/v1/wallets/${organisationId}/credits`,
    { amount: { amount: '1000', asset: 'USD/2' }, reason: 'test' },
    { token: operator.token },
  )

type Messages = {
  readonly webhookMessages: {
    readonly edges: readonly {
      readonly node: {
        readonly messageId: string
        readonly status: string
        readonly deliveries: number
        readonly attempts: {
          readonly edges: readonly {
            readonly node: {
              readonly status: number | null
              readonly failure: string | null
              readonly delivered: boolean
            }
          }[]
        }
      }
    }[]
  }
}

const messagesOf = async (endpointId: string, token = ravi.token) => {
  const { webhookMessages } = await graphql<Messages>(
    `query ($endpointId: ID) {
      webhookMessages(filter: { endpointId: $endpointId }, first: 50) {
        edges { node { messageId status deliveries
          attempts(first: 20) { edges { node { status failure delivered } } } } }
      }
    }`,
    { endpointId },
    token,
  )
  return webhookMessages.edges.map(({ node }) => ({
    ...node,
    attempts: node.attempts.edges.map((edge) => edge.node),
  }))
}

t.test('an event is sent to who subscribes to it, signed, once', async (t) => {
  const receiver = await startReceiver()
  t.teardown(receiver.stop)
  const { endpointId, secret } = await create(receiver.url, ['wallet.credited'])
  const deaf = await startReceiver()
  t.teardown(deaf.stop)
  await create(deaf.url, ['job.completed'])
  await create(deaf.url, ['*'], stranger.token)
  await credit(ravi.organisationId)
  await eventually(async () => receiver.received[0])
  const [request] = receiver.received
  if (request === undefined) throw new Error('nothing came')
  t.ok(isSignedBy(request, secret), 'the library of the standard verifies it')
  t.notOk(isSignedBy({ ...request, body: request.body.replace('1000', '9999') }, secret))
  const body = JSON.parse(request.body) as Record<string, unknown>
  t.match(body, {
    id: request.headers['webhook-id'],
    type: 'wallet.credited',
    version: 1,
    organisationId: ravi.organisationId,
    position: /^\d+$/,
    data: { asset: 'USD/2', amount: '1000', reason: 'test' },
  })
  const messages = await eventually(async () => {
    const found = await messagesOf(endpointId)
    return found[0]?.status === 'DELIVERED' ? found : undefined
  })
  t.match(messages, [{ deliveries: 1, attempts: [{ status: 204, delivered: true }] }])
  t.equal(receiver.received.length, 1)
  t.equal(deaf.received.length, 0, 'nobody else was told')
  t.same(
    await messagesOf(endpointId, stranger.token),
    [],
    'others do not see the log of deliveries',
  )

  const again = `/v1/webhook-messages/${messages[0]?.messageId ?? ''}/redeliveries`
  await t.rejects(http.send('POST', again, undefined, { token: stranger.token }), {
    code: 'NOT_FOUND',
  })
  await http.send('POST', again, undefined, { token: ravi.token })
  await eventually(async () => receiver.received[1])
  t.equal(
    receiver.received[1]?.headers['webhook-id'],
    request.headers['webhook-id'],
    'its id stays',
  )
  await http.send('DELETE', `/v1/webhook-endpoints/${endpointId}`, undefined, { token: ravi.token })
})

t.test('while a secret is being changed requests bear both signatures', async (t) => {
  const receiver = await startReceiver()
  t.teardown(receiver.stop)
  const { endpointId, secret } = await create(receiver.url, ['job.failed'])
  const rotations = `/v1/webhook-endpoints/${endpointId}/secret-rotations`
  const { body } = await http.send('POST', rotations, { overlapHours: 1 }, { token: ravi.token })
  const ping = () =>
    http.send('POST', `/v1/webhook-endpoints/${endpointId}/pings`, undefined, { token: ravi.token })
  await ping()
  const first = await eventually(async () => receiver.received[0])
  t.ok(isSignedBy(first, secret) && isSignedBy(first, String(body['secret'])))
  t.equal(String(first.headers['webhook-signature']).split(' ').length, 2)
  const rotated = await http.send('POST', rotations, { overlapHours: 0 }, { token: ravi.token })
  await ping()
  const second = await eventually(async () => receiver.received[1])
  t.ok(isSignedBy(second, String(rotated.body['secret'])))
  t.notOk(isSignedBy(second, String(body['secret'])), 'without an overlap the old one ends at once')
  t.ok(isSignedBy(second, secret), 'the one that was promised an hour keeps it')
  await http.send('DELETE', `/v1/webhook-endpoints/${endpointId}`, undefined, { token: ravi.token })
})

t.test('a receiver that fails is tried again; one that redirects is not followed', async (t) => {
  const flaky = await startReceiver((reply, received, before) =>
    before === 0 ? void reply.writeHead(503).end('later') : take(reply, received, before),
  )
  t.teardown(flaky.stop)
  const target = 'http://169.254.169.254/latest/meta-data/'
  const sly = await startReceiver((reply) => void reply.writeHead(302, { location: target }).end())
  t.teardown(sly.stop)
  const one = await create(flaky.url, ['job.failed'])
  const other = await create(sly.url, ['job.failed'])
  for (const { endpointId } of [one, other])
    await http.send('POST', `/v1/webhook-endpoints/${endpointId}/pings`, undefined, {
      token: ravi.token,
    })
  const delivered = await eventually(
    async () => (await messagesOf(one.endpointId)).find(({ status }) => status === 'DELIVERED'),
    30_000,
  )
  t.match(
    delivered.attempts.toReversed(),
    [
      { status: 503, delivered: false },
      { status: 204, delivered: true },
    ],
    'the second attempt came by itself',
  )
  t.equal(new Set(flaky.received.map(({ headers }) => headers['webhook-id'])).size, 1)
  const redirected = await eventually(async () => (await messagesOf(other.endpointId))[0])
  t.match(redirected, { status: 'PENDING', attempts: [{ status: 302, delivered: false }] })
  for (const { endpointId } of [one, other])
    await http.send('DELETE', `/v1/webhook-endpoints/${endpointId}`, undefined, {
      token: ravi.token,
    })
})

t.test(
  'who is gone is left alone, and its people are told; a range is delivered again',
  async (t) => {
    const receiver = await startReceiver((reply) => void reply.writeHead(410).end())
    t.teardown(receiver.stop)
    const from = new Date(Date.now() - 1000).toISOString()
    const { endpointId } = await create(receiver.url, ['wallet.credited'])
    const { token } = ravi
    await credit(ravi.organisationId)
    const told = await eventually(async () => {
      const { notifications } = await graphql<{
        readonly notifications: {
          readonly edges: readonly { readonly node: { readonly title: string } }[]
        }
      }>(
        `{ notifications(filter: { kinds: ["webhook.disabled"] }) { edges { node { title } } } }`,
        {},
        token,
      )
      return notifications.edges[0]?.node.title
    })
    t.equal(told, 'A webhook endpoint was disabled')
    const pings = `/v1/webhook-endpoints/${endpointId}/pings`
    await t.rejects(http.send('POST', pings, undefined, { token }), { code: 'WEBHOOK_DISABLED' })
    receiver.answers(take)
    await http.send(
      'PUT',
      `/v1/webhook-endpoints/${endpointId}/status`,
      { status: 'ENABLED' },
      { token },
    )
    await http.send('POST', `/v1/webhook-endpoints/${endpointId}/redeliveries`, { from }, { token })
    const again = await eventually(
      async () => (await messagesOf(endpointId)).find(({ status }) => status === 'DELIVERED'),
      20_000,
    )
    t.equal(again.deliveries, 2)
    t.equal(receiver.received.length, 2)
  },
)
