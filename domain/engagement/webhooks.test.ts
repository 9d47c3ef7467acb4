import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { mostEndpoints, mostGivenUp, secretsAt, subscribesTo } from './webhook-endpoint.ts'
import { endpointIn, webhooks, type WebhooksCommand } from './webhooks.ts'

const id = (n: number): string => `6f1c2a80-0000-4000-8000-${String(n).padStart(12, '0')}`
const organisationId = id(1)
const of = { organisationId, endpointId: id(2) }
const secret = (n: number) => ({ secretId: id(n), sealed: `sealed:v1:org.a.b${n}.c` as const })
const settings = { url: 'https://a.example/', description: '', eventTypes: ['job.failed'] }
const create = (endpointId = of.endpointId): WebhooksCommand => ({
  type: 'Create',
  organisationId,
  endpointId,
  settings,
  secret: secret(10),
})
const giveUp: WebhooksCommand = { type: 'GiveUp', ...of, messageId: id(3), deliveryId: id(4) }
const { given, after } = decider(webhooks)

t.test('an endpoint is created, changed and deleted', async (t) => {
  given().when(create()).then(['WebhookEndpointCreated'])
  after(create()).when(create()).then('ALREADY_EXISTS')
  const change: WebhooksCommand = { type: 'Change', ...of, changes: { eventTypes: ['*'] } }
  after(create()).when(change).then(['WebhookEndpointChanged'])
  after(create(), change).when(change).then([])
  after(create())
    .when({ type: 'Delete', ...of })
    .then(['WebhookEndpointDeleted'])
  after(create(), { type: 'Delete', ...of })
    .when(change)
    .then('NOT_FOUND')
  const endpoint = endpointIn(after(create(), change).state, of.endpointId)
  t.match(endpoint, { url: settings.url, eventTypes: ['*'] })
  t.ok(endpoint !== undefined && subscribesTo(endpoint, 'job.completed'))
})

t.test('there are so many and no more', async () => {
  const many = Array.from({ length: mostEndpoints }, (_, n) => create(id(100 + n)))
  after(...many)
    .when(create())
    .then('LIMIT_REACHED')
})

t.test('secrets overlap for as long as was said', async (t) => {
  const rotate = (n: number, overlapHours: number) =>
    ({ type: 'RotateSecret', ...of, secret: secret(n), overlapHours }) as const
  const endpoint = endpointIn(after(create(), rotate(11, 1), rotate(12, 48)).state, of.endpointId)
  const at = (hours: number): readonly string[] =>
    endpoint === undefined
      ? []
      : secretsAt(endpoint, new Date(Date.parse(meta.now) + hours * 3_600_000).toISOString()).map(
          ({ secretId }) => secretId,
        )
  t.same(at(0.5), [id(12), id(11), id(10)])
  t.same(at(2), [id(12), id(11)])
  t.same(at(49), [id(12)])
})

t.test('who never takes anything is disabled; one that takes something begins anew', async () => {
  const some = Array.from({ length: mostGivenUp - 1 }, () => giveUp)
  after(create(), ...some)
    .when(giveUp)
    .then(['WebhookDeliveryGivenUp', 'WebhookEndpointDisabled'])
  const recover = { type: 'Recover', ...of } as const
  after(create()).when(recover).then([])
  after(create(), giveUp).when(recover).then(['WebhookEndpointRecovered'])
  after(create(), ...some, recover)
    .when(giveUp)
    .then(['WebhookDeliveryGivenUp'])
})

t.test('a disabled endpoint is sent nothing, and counts nothing', async () => {
  const disable = { type: 'Disable', ...of, reason: 'REQUESTED' } as const
  const range = { redeliveryId: id(5), from: meta.now, until: meta.now, which: 'ALL' } as const
  after(create(), disable).when(disable).then([])
  after(create(), disable).when(giveUp).then([])
  after(create(), disable)
    .when({ type: 'Redeliver', ...of, range })
    .then('WEBHOOK_DISABLED')
  after(create(), disable)
    .when({ type: 'Enable', ...of })
    .then(['WebhookEndpointEnabled'])
  after(create())
    .when({ type: 'Redeliver', ...of, range })
    .then(['WebhookRedeliveryRequested'])
})

t.test('whatever is asked: never more than so many, each with one to three secrets', async () => {
  const endpoints = Array.from({ length: mostEndpoints + 3 }, (_, n) => id(100 + n))
  const command: fc.Arbitrary<WebhooksCommand> = fc
    .record({ endpointId: fc.constantFrom(...endpoints), n: fc.integer({ min: 1, max: 9 }) })
    .chain(({ endpointId, n }) =>
      fc.constantFrom<WebhooksCommand>(
        create(endpointId),
        create(endpointId),
        create(endpointId),
        { type: 'RotateSecret', organisationId, endpointId, secret: secret(n), overlapHours: n },
        { ...giveUp, endpointId },
        { type: 'Recover', organisationId, endpointId },
        { type: 'Enable', organisationId, endpointId },
        { type: 'Delete', organisationId, endpointId },
      ),
    )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
      const state = commands.reduce((before, each) => {
        const decision = webhooks.decide(each, before, meta)
        return 'rejected' in decision ? before : decision.reduce(webhooks.evolve, before)
      }, webhooks.initial)
      const all = Object.values(state.endpoints)
      return (
        all.length <= mostEndpoints &&
        all.every(
          ({ secrets, givenUp, disabled }) =>
            secrets.length >= 1 &&
            secrets.length <= 3 &&
            secrets[0]?.validUntil === undefined &&
            (givenUp < mostGivenUp || disabled === 'FAILING'),
        )
      )
    }),
  )
})
