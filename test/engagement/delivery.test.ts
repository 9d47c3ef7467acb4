import t from 'tap'
import { mostAttempts } from '../../domain/engagement/webhook-retries.ts'
import { createWebhookSender } from '../../platform/webhooks/sender.ts'
import type { WebhookSender } from '../../platform/webhooks/port.ts'
import { eventually } from '../servers/eventually.ts'
import { startReceiver } from './receiver.ts'
import { ofType, openWorld } from './world.ts'

t.setTimeout(120_000)
const world = await openWorld()
t.teardown(world.hub.stop)

const local = createWebhookSender({ networks: ['127.0.0.0/8'] })

t.test(
  'killed between a request and its record: it is sent again, under its id, and recorded once',
  async (t) => {
    const receiver = await startReceiver()
    t.teardown(receiver.stop)
    const organisation = world.organisation()
    const { endpointId } = await world.endpoint(organisation, receiver.url)
    const { messageId } = await world.ping(organisation, endpointId)
    /** What was received is not heard of any more: the process is gone. */
    const dying: WebhookSender = {
      ...local,
      post: async (request) => {
        await local.post(request)
        return new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(new Error('killed')), {
            once: true,
          })
        })
      },
    }
    const kill = world.send(world.process({ webhooks: dying }))
    await eventually(() => receiver.received[0])
    await kill()
    t.same(ofType(await world.log(), 'WebhookAttempted'), [])
    const stop = world.send()
    t.teardown(stop)
    const attempted = await eventually(async () => ofType(await world.log(), 'WebhookAttempted')[0])
    t.match(attempted, { messageId, attempt: 1, delivered: true })
    t.equal(receiver.received.length, 2, 'at least once')
    t.same(
      receiver.received.map(({ headers }) => headers['webhook-id']),
      [messageId, messageId],
    )
  },
)

t.test(
  'an organisation whose key was destroyed sends nothing, least of all unsigned',
  async (t) => {
    const receiver = await startReceiver()
    t.teardown(receiver.stop)
    const organisation = world.organisation()
    const { endpointId } = await world.endpoint(organisation, receiver.url)
    const { messageId } = await world.ping(organisation, endpointId)
    await world.services.vault.destroy(organisation)
    const stop = world.send()
    t.teardown(stop)
    const abandoned = await eventually(async () =>
      ofType(await world.log(), 'WebhookDeliveryAbandoned').find(
        (each) => each['messageId'] === messageId,
      ),
    )
    t.match(abandoned, { reason: 'ENDPOINT_DELETED' })
    t.same(receiver.received, [])
  },
)

t.test(
  'a receiver that always fails: eleven attempts over days, then it is given up',
  async (t) => {
    const receiver = await startReceiver((reply) => void reply.writeHead(500).end('broken'))
    t.teardown(receiver.stop)
    const organisation = world.organisation()
    const { endpointId } = await world.endpoint(organisation, receiver.url)
    const began = world.hub.clock.now().getTime()
    const { messageId } = await world.ping(organisation, endpointId)
    const attempts = async () =>
      ofType(await world.log(), 'WebhookAttempted').filter(
        (each) => each['messageId'] === messageId,
      )
    const stop = world.send()
    t.teardown(stop)
    for (let made = 1; made < mostAttempts; made++) {
      const last = await eventually(async () => (await attempts())[made - 1])
      t.match(last, {
        attempt: made,
        delivered: false,
        outcome: { status: 500, excerpt: 'broken' },
      })
      const ms = Date.parse(String(last['retryAt'])) - world.hub.clock.now().getTime()
      await eventually(async () => ((await world.pass(ms - 1)) === 0 ? true : undefined))
      await eventually(async () => ((await world.pass(1)) === 1 ? true : undefined))
    }
    const givenUp = await eventually(
      async () => ofType(await world.log(), 'WebhookDeliveryGivenUp')[0],
    )
    t.match(givenUp, { organisationId: organisation, endpointId, messageId })
    t.equal(receiver.received.length, mostAttempts)
    const days = (world.hub.clock.now().getTime() - began) / 86_400_000
    t.ok(days > 3 && days < 4, `${days} days went by`)
  },
)

t.test(
  'an organisation that says much to a receiver that says nothing holds up nobody',
  async (t) => {
    const silent = await startReceiver(() => undefined)
    const quick = await startReceiver()
    t.teardown(() => Promise.all([silent.stop(), quick.stop()]))
    const [chatty, other] = [world.organisation(), world.organisation()]
    const slow = await world.endpoint(chatty, silent.url)
    for (let n = 0; n < 120; n++) await world.ping(chatty, slow.endpointId)
    const { endpointId } = await world.endpoint(other, quick.url)
    const { messageId } = await world.ping(other, endpointId)
    const stop = world.send()
    t.teardown(stop)
    await eventually(() => quick.received[0])
    t.equal(quick.received[0]?.headers['webhook-id'], messageId)
    const busy = await eventually(async () => {
      const effects = ofType(await world.log(), 'SagaEffectSucceeded')
      const told = effects.filter(({ result }) => JSON.stringify(result).includes('BUSY'))
      return told.length >= 120 - 44 ? told.length : undefined
    })
    t.ok(silent.received.length <= 4, 'so many requests are under way at a receiver')
    t.equal(busy, 120 - 44, 'so many wait in line; the rest come back later')
  },
)
